import { type ClientCertificate, isLimitedProxy, refuseIdentity, withoutProxies, writeDistinguishedName } from '@bigpanda/program';
import type { Identity } from './identity.ts';
import { giveRoles, type RolesByName } from './role-rules.ts';

/**
 * Who holds a client certificate.
 * @throws RequestRefusal `IDENTITY_REFUSED`, status 403: its chain is not believed, it has expired since the connection was made, it is a limited proxy's, or its name is ambiguous
 */
export function identifyByCertificate({ subject, validToMilliseconds, fault }: ClientCertificate, roles: RolesByName, nowMilliseconds: number): Identity {
  if (fault !== undefined) throw refuseIdentity(`The client certificate is not believed: ${fault}`);
  if (!(nowMilliseconds <= validToMilliseconds)) throw refuseIdentity('The client certificate is not believed: CERT_HAS_EXPIRED');
  const dn = writeDistinguishedName(subject);
  if (dn === undefined) throw refuseIdentity('The name in the client certificate is ambiguous');
  if (isLimitedProxy(dn)) throw refuseIdentity('The client certificate is a limited proxy');
  return giveRoles({ dn: withoutProxies(dn), vo: undefined, fqans: [] }, roles);
}

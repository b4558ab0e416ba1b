import type { Connection } from '../request/connection.ts';
import { refuseIdentity } from '../request/request-refusal.ts';
import { isLimitedProxy, withoutProxies } from './distinguished-name.ts';
import type { Identity } from './identity.ts';
import { giveRoles, type RolesByName } from './role-rules.ts';

/** Which headers a front proxy tells its clients' identity in; in lower case. */
export interface ProxyHeaders {
  readonly dn: string;
  /** FQANs between blanks, or one header for each. */
  readonly fqans: string;
}

/**
 * Who a front proxy says that its client is; `undefined` where it says nothing. Ask only for connections from the proxy.
 * @throws RequestRefusal `IDENTITY_REFUSED`, status 403: the name stands there twice, is no distinguished name, or is a limited proxy's
 */
export function identifyByProxy(request: Request, connection: Connection, { headers, roles }: { readonly headers: ProxyHeaders; readonly roles: RolesByName }): Identity | undefined {
  const dn = request.headers.get(headers.dn);
  if (dn === null || dn === '' || dn === '(null)') return undefined;
  if (connection.countHeader(headers.dn) > 1 || connection.countHeader(headers.fqans) > 1) throw refuseIdentity('The front proxy sent an identity header twice');
  if (dn.length > 1024 || !/^\/[A-Za-z0-9.]+=[^\p{Cc}]+$/u.test(dn)) throw refuseIdentity('The name that the front proxy sent is no distinguished name');
  if (isLimitedProxy(dn)) throw refuseIdentity('The client certificate is a limited proxy');
  const fqans = (request.headers.get(headers.fqans) ?? '').split(/[\s,]+/).filter((fqan) => fqan.startsWith('/'));
  return giveRoles({ dn: withoutProxies(dn), vo: undefined, fqans }, roles);
}

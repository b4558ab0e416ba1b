import { readProxyName, refuseIdentity, type Connection, type ProxyHeaders } from '@bigpanda/program';
import type { Identity } from './identity.ts';
import { giveRoles, type RolesByName } from './role-rules.ts';

/**
 * Who a front proxy says that its client is; `undefined` where it says nothing. Ask only for connections from the proxy.
 * @throws RequestRefusal `IDENTITY_REFUSED`, status 403: the name stands there twice, is no distinguished name, or is a limited proxy's
 */
export function identifyByProxy(request: Request, connection: Connection, { headers, roles }: { readonly headers: ProxyHeaders; readonly roles: RolesByName }): Identity | undefined {
  const said = readProxyName(request, connection, headers);
  if (said === undefined) return undefined;
  if (!/^\/[A-Za-z0-9.]+=./u.test(said.name)) throw refuseIdentity('The name that the front proxy sent is no distinguished name');
  return giveRoles({ dn: said.name, vo: undefined, fqans: said.groups.filter((fqan) => fqan.startsWith('/')) }, roles);
}

import type { Connection } from './connection.ts';
import { isLimitedProxy, withoutProxies } from './distinguished-name.ts';
import { refuseIdentity } from './request-refusal.ts';

/** Which headers a front proxy tells its clients' identity in; in lower case. */
export interface ProxyHeaders {
  readonly name: string;
  /** Groups or FQANs, between blanks or commas, or one header for each. */
  readonly groups: string;
}

/**
 * Whom a front proxy names as its client, and the words of the header of groups; `undefined` where it names nobody. Ask
 * only for connections from the proxy.
 * @throws RequestRefusal `IDENTITY_REFUSED`, status 403: a header stands there twice, the name is too long, holds control characters, or is a limited proxy's
 */
export function readProxyName(request: Request, connection: Connection, headers: ProxyHeaders): { readonly name: string; readonly groups: readonly string[] } | undefined {
  const name = request.headers.get(headers.name);
  if (name === null || name === '' || name === '(null)') return undefined;
  if (connection.countHeader(headers.name) > 1 || connection.countHeader(headers.groups) > 1) throw refuseIdentity('The front proxy sent an identity header twice');
  if (name.length > 1024 || /\p{Cc}/u.test(name)) throw refuseIdentity('The name that the front proxy sent is too long or holds control characters');
  if (isLimitedProxy(name)) throw refuseIdentity('The client certificate is a limited proxy');
  return { name: withoutProxies(name), groups: (request.headers.get(headers.groups) ?? '').split(/[\s,;]+/).filter((group) => group !== '') };
}

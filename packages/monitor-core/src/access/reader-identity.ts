import { compactName, findIssuerKeys, makeAddressCheck, readBearerToken, readProxyName, readTokenGroups, readTokenName, verifyToken, type Connection } from '@bigpanda/program';
import type { ReaderIdentitySettings } from './access-settings.ts';
import { stranger, type Reader } from './reader.ts';

/**
 * Finds out who reads.
 * @throws RequestRefusal `TOKEN_REFUSED`, `IDENTITY_REFUSED`, `KEYS_UNAVAILABLE` for one who says who they are and is not believed
 */
export type IdentifyReader = (request: Request, connection: Connection) => Promise<Reader>;

/**
 * How this monitor finds out who reads: by a token, else by what a configured front proxy says. Where no issuer of tokens is
 * configured a token means nothing, and from any other address the headers of the proxy mean nothing.
 * @throws PandaError `CONFIGURATION_INVALID` for a file of keys, exit status 2
 */
export function createReaderIdentity({ tokens, proxy }: ReaderIdentitySettings, readClock: () => number): IdentifyReader {
  const issuers = tokens.map((settings) => findIssuerKeys(settings, readClock));
  const isProxy = makeAddressCheck(proxy.addresses);
  const headers = { name: proxy.name_header, groups: proxy.groups_header };
  return async (request, connection) => {
    const token = issuers.length === 0 ? undefined : readBearerToken(request, connection);
    if (token !== undefined) {
      const { claims } = await verifyToken(token, issuers, readClock());
      return makeReader(readTokenName(claims), readTokenGroups(claims));
    }
    const said = isProxy(connection.address) ? readProxyName(request, connection, headers) : undefined;
    return said === undefined ? stranger : makeReader(said.name, said.groups);
  };
}

/** Groups may be FQANs; what they leave open, `/Role=NULL` and `/Capability=NULL`, is left out. */
function makeReader(fullName: string, groups: readonly string[]): Reader {
  return { isKnown: true, fullName, name: compactName(fullName), groups: groups.map((group) => group.replace(/^\//, '').replace(/\/(Role|Capability)=NULL/g, '')) };
}

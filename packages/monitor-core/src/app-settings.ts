import { createReaderIdentity } from './access/reader-identity.ts';
import type { AppOptions } from './answer/answering.ts';
import type { Configuration } from './configuration.ts';

/**
 * What the configuration says of where the monitor is and who may read it.
 * @throws PandaError `CONFIGURATION_INVALID` for a file of keys, exit status 2
 */
export function settingsOfApp({ prefix, hosts, access, identity }: Configuration, readClock: () => number): Pick<AppOptions, 'prefix' | 'hosts' | 'access' | 'identify' | 'identityHeaders' | 'takesTokens'> {
  const { tokens, proxy } = identity;
  const identityHeaders = [...(tokens.length === 0 ? [] : ['authorization']), ...(proxy.addresses.length === 0 ? [] : [proxy.name_header, proxy.groups_header])];
  return { prefix, hosts, access, identify: createReaderIdentity(identity, readClock), identityHeaders, takesTokens: tokens.length > 0 };
}

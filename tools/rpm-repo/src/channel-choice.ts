import { ReleaseError, type ChannelConfig, type RepositoryConfig } from '@bigpanda/release-model';

/**
 * The configuration of a channel, after it and the target were found.
 * @throws ReleaseError `CHANNEL_UNKNOWN`, `TARGET_UNKNOWN` (exit status 2)
 */
export function requireChannel(config: RepositoryConfig, channel: string, target: string): ChannelConfig {
  const found = Object.hasOwn(config.channels, channel) ? config.channels[channel] : undefined;
  const targets = config.targets.map(({ name }): string => name);
  if (!targets.includes(target)) throw unknown('TARGET_UNKNOWN', 'target', { name: target, known: targets });
  if (found === undefined) throw unknown('CHANNEL_UNKNOWN', 'channel', { name: channel, known: Object.keys(config.channels) });
  return found;
}

/** Whether clients of a target are given the keys of additional signatures too. */
export function chooseKeyScope(config: RepositoryConfig, target: string): 'usual' | 'all' {
  return config.targets.find(({ name }) => name === target)?.additionalKeys === true ? 'all' : 'usual';
}

function unknown(code: string, what: string, { name, known }: { readonly name: string; readonly known: readonly string[] }): ReleaseError {
  return new ReleaseError(code, `find the ${what}: "${name}" is not configured; there are ${known.map((each) => `"${each}"`).join(', ')}`, {
    exitStatus: 2,
    hint: `Name one of them, or add the ${what} to repo-config/repository.json.`,
  });
}

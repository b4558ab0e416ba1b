import type { RepositoryConfig } from '@bigpanda/release-model';
import { stagedChannel } from './release-order.ts';

/** A configuration with the channels in which releases are staged, each like the channel that it is for. */
export function withStagedChannels(config: RepositoryConfig): RepositoryConfig {
  const staged = Object.entries(config.channels).map(([name, channel]) => [stagedChannel(name), channel] as const).filter(([name]) => !Object.hasOwn(config.channels, name));
  return { ...config, channels: { ...config.channels, ...Object.fromEntries(staged) } };
}

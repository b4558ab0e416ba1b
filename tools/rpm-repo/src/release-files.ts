import type { RepositoryConfig } from '@bigpanda/release-model';
import { requireChannel } from './channel-choice.ts';
import { installedKeyPath, renderDotRepo } from './dot-repo.ts';

/** A file that the release package installs, 0644 and owned by root. */
export interface ReleaseFile {
  readonly type: 'file' | 'noreplace';
  /** Absolute path. */
  readonly destination: string;
  readonly bytes: Uint8Array;
}

export interface ReleaseFileOptions {
  /** The first of the configuration when absent. */
  readonly target?: string;
}

/**
 * What makes a machine a client of this repository: the `.repo` file with every channel, only the given one enabled, and the public key.
 * @throws ReleaseError `CHANNEL_UNKNOWN`, `TARGET_UNKNOWN`
 */
export function releaseFiles(
  config: RepositoryConfig, channel: string, publicKeyArmored: string, options: ReleaseFileOptions = {},
): readonly ReleaseFile[] {
  const target = options.target ?? config.targets[0]?.name ?? '';
  requireChannel(config, channel, target);
  const sections = Object.keys(config.channels)
    .sort()
    .map((each) => renderDotRepo(config, each, target, { key: 'installed', enabled: each === channel }));
  return [
    { type: 'noreplace', destination: `/etc/yum.repos.d/${config.name}.repo`, bytes: Buffer.from(sections.join('\n')) },
    { type: 'file', destination: installedKeyPath(config), bytes: Buffer.from(publicKeyArmored) },
  ];
}

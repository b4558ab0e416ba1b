import type { RepositoryConfig } from '@bigpanda/release-model';
import { renderPublicKeyFiles, type PublicKeys } from '@bigpanda/signer';
import { chooseKeyScope } from './channel-choice.ts';
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
 * What makes a machine a client of this repository: the `.repo` file with every channel, those enabled that the configuration says, and the public keys.
 * The same whichever channel gives it out: a promotion hands the very package on.
 * @throws ReleaseError `TARGET_UNKNOWN`
 */
export function releaseFiles(config: RepositoryConfig, keys: PublicKeys, options: ReleaseFileOptions = {}): readonly ReleaseFile[] {
  const target = options.target ?? config.targets[0]?.name ?? '';
  const keyFiles = renderPublicKeyFiles(config.name, keys, chooseKeyScope(config, target));
  const enabled = listEnabled(config);
  const sections = Object.keys(config.channels)
    .sort()
    .map((each) => renderDotRepo(config, each, target, { key: 'installed', enabled: enabled.includes(each), keyFiles: keyFiles.map(({ fileName }) => fileName) }));
  return [
    { type: 'noreplace', destination: `/etc/yum.repos.d/${config.name}.repo`, bytes: Buffer.from(sections.join('\n')) },
    ...keyFiles.map(({ fileName, text }) => ({ type: 'file' as const, destination: installedKeyPath(config, fileName), bytes: Buffer.from(text) })),
  ];
}

function listEnabled({ channels }: RepositoryConfig): readonly string[] {
  const said = Object.entries(channels).filter(([, { enabled }]) => enabled === true).map(([name]) => name);
  const isSaid = Object.values(channels).some(({ enabled }) => enabled !== undefined);
  return isSaid ? said : Object.keys(channels).slice(0, 1);
}

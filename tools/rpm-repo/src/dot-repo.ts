import type { RepositoryConfig } from '@bigpanda/release-model';
import { requireChannel } from './channel-choice.ts';
import { keyFileName, layout } from './layout.ts';

export interface DotRepoOptions {
  /** Where the repository is served, without a slash at the end; the channel's own when absent. */
  readonly baseUrl?: string;
  /** Where the client finds the public key: on the server, or installed by the release package. `served` when absent. */
  readonly key?: 'served' | 'installed';
  /** How the client finds the snapshot; `mirrorlist` when absent. A plain `baseurl` meets a publish half done now and then. */
  readonly via?: 'mirrorlist' | 'metalink' | 'baseurl';
  /** `true` when absent. */
  readonly enabled?: boolean;
  /** Names of the public key files, the one of the key that signs first; that one alone when absent. */
  readonly keyFiles?: readonly string[];
}

/** Where the release package puts a public key; the one that signs when no file is named. */
export function installedKeyPath(config: RepositoryConfig, fileName = keyFileName(config.name)): string {
  return `/etc/pki/rpm-gpg/${fileName}`;
}

/**
 * The section of a `.repo` file for one channel and target: both the packages' and the metadata's signatures are checked,
 * and a repository that does not answer well stops dnf instead of being left out in silence (dnf.conf(5), `skip_if_unavailable`).
 * @throws ReleaseError `CHANNEL_UNKNOWN`, `TARGET_UNKNOWN`
 */
export function renderDotRepo(config: RepositoryConfig, channel: string, target: string, options: DotRepoOptions = {}): string {
  const { title, metadataExpireSeconds, baseUrl: ownBaseUrl } = requireChannel(config, channel, target);
  const baseUrl = options.baseUrl ?? ownBaseUrl;
  const keys = (options.keyFiles ?? [keyFileName(config.name)]).map((name) => (options.key === 'installed' ? `file://${installedKeyPath(config, name)}` : `${baseUrl}/${layout.keys}/${name}`));
  return [
    `[${config.name}-${channel}]`,
    `name=${title} (${target})`,
    renderPlace(options.via ?? 'mirrorlist', { baseUrl, channel, target }),
    `enabled=${options.enabled === false ? 0 : 1}`,
    'gpgcheck=1',
    'repo_gpgcheck=1',
    'skip_if_unavailable=0',
    `metadata_expire=${metadataExpireSeconds}`,
    // One a line, as both dnf and zypper read it.
    `gpgkey=${keys.join('\n       ')}`,
    '',
  ].join('\n');
}

function renderPlace(via: NonNullable<DotRepoOptions['via']>, { baseUrl, channel, target }: { readonly baseUrl: string; readonly channel: string; readonly target: string }): string {
  const place = { mirrorlist: layout.mirrorlist, metalink: layout.metalink, baseurl: layout.plain }[via];
  return `${via}=${baseUrl}/${place(channel, target)}${via === 'baseurl' ? '/' : ''}`;
}

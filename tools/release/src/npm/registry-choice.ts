import { readFileSync } from 'node:fs';
import { ReleaseError, type RepositoryConfig } from '@bigpanda/release-model';
import { resolveBranch, type VersionRules } from '@bigpanda/tagger';
import type { ReleaseOrder } from '../transaction/release-order.ts';

/** Stands for the registry of this checkout, which the command itself starts. */
export const localRegistry = 'local';

/**
 * The registry that packages are published to: what `BIGPANDA_NPM_REGISTRY` names, else what the configuration names, else the local one.
 * @throws ReleaseError `NPM_REGISTRY_INVALID`
 */
export function chooseRegistry({ npm }: Pick<RepositoryConfig, 'npm'>, env: Readonly<Record<string, string | undefined>>): string {
  const chosen = env['BIGPANDA_NPM_REGISTRY'] || npm?.registry || localRegistry;
  if (chosen === localRegistry) return chosen;
  const url = URL.parse(chosen);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new ReleaseError('NPM_REGISTRY_INVALID', 'choose the npm registry: what BIGPANDA_NPM_REGISTRY or the configuration names is no http or https URL without a password', { exitStatus: 2, hint: 'Name one such as https://npm.example.org/, or "local"; a token goes into the file that BIGPANDA_NPM_TOKEN_FILE names.' });
  }
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}

/**
 * The token for a registry: from the file that `BIGPANDA_NPM_TOKEN_FILE` names, else from `BIGPANDA_NPM_TOKEN`; absent where npm's own configuration is to have it.
 * @throws ReleaseError `NPM_TOKEN_UNREADABLE`
 */
export function readToken(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const file = env['BIGPANDA_NPM_TOKEN_FILE'];
  if (!file) return env['BIGPANDA_NPM_TOKEN'] || undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new ReleaseError('NPM_TOKEN_UNREADABLE', `read the npm token: "${file}", which BIGPANDA_NPM_TOKEN_FILE names, cannot be read`, { exitStatus: 2, cause, hint: 'Put the token into it, readable for you alone.' });
  }
}

/**
 * The dist-tag by which npm gives out what a branch releases: `latest` for the main branch, as semantic-release has it the name of any other,
 * and of a maintenance branch one that is no range (npm-dist-tag(1)).
 */
export function chooseDistTag({ branch }: ReleaseOrder['plan'], { branches }: Pick<VersionRules, 'branches'>): string {
  if (branch === undefined || (branch.kind === 'release' && branch.channel === resolveBranch(branches, undefined).channel)) return 'latest';
  const name = (branch.name ?? '').replaceAll(/[^A-Za-z0-9._-]/g, '-');
  return branch.kind === 'maintenance' ? `release-${name}` : name;
}

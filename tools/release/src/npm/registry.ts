import { ReleaseError } from '@bigpanda/release-model';
import type { Context } from '../context.ts';
import { openLocalRegistry } from './local-registry.ts';
import { localRegistry, readToken } from './registry-choice.ts';
import { explainNpm, tryNpm, type NpmOutcome } from './run-npm.ts';

/** A package as it is published. */
export interface Publication {
  /** Absolute path of the tarball. */
  readonly file: string;
  readonly distTag: string;
  readonly access: 'public' | 'restricted';
}

/** A registry that is spoken to through npm, with its configuration and ours. */
export interface Registry {
  readonly url: string;
  /** The integrity (Subresource Integrity, SHA-512) of a version; absent where the registry has none. @throws ReleaseError `NPM_UNREACHABLE` */
  readonly findIntegrity: (name: string, version: string) => Promise<string | undefined>;
  /** @throws ReleaseError `NPM_UNAUTHORIZED`, `NPM_UNREACHABLE` */
  readonly requireUser: () => Promise<void>;
  /** @throws ReleaseError `NPM_UNAUTHORIZED`, `NPM_PUBLISH_REFUSED` */
  readonly publish: (publication: Publication) => Promise<void>;
}

export interface RegistryPlace {
  /** Absolute path of the workspace. */
  readonly root: string;
  /** URL, or `local`. */
  readonly registry: string;
  readonly context: Pick<Context, 'env' | 'signal' | 'writeError'>;
}

const tokenHint = 'Put a token that may publish into the file that BIGPANDA_NPM_TOKEN_FILE names, or log in with npm login.';

/** Works with a registry; the local one runs as long as that takes. */
export async function withRegistry<Result>(place: RegistryPlace, work: (registry: Registry) => Promise<Result>): Promise<Result> {
  const { root, registry, context: { env, signal } } = place;
  if (registry !== localRegistry) return work(openRegistry(place, registry, readToken(env)));
  await using local = await openLocalRegistry({ root, env, signal, writeError: place.context.writeError });
  // It takes whatever comes from this machine; npm wants some token.
  return await work(openRegistry(place, local.url, 'local'));
}

function openRegistry({ root, context: { env, signal } }: RegistryPlace, url: string, token: string | undefined): Registry {
  const variables = { npm_config_registry: url, npm_config_fetch_retries: '1', npm_config_fetch_retry_mintimeout: '1000', ...(token === undefined ? {} : { [`npm_config_//${url.slice(url.indexOf('//') + 2)}:_authToken`]: token }) };
  const npm = (...args: readonly string[]): Promise<NpmOutcome> => tryNpm({ folder: root, env: { ...env, ...variables }, signal }, [...args, '--registry', url]);
  return {
    url,
    findIntegrity: async (name, version) => {
      const outcome = await npm('view', `${name}@${version}`, 'dist.integrity', '--json', '--prefer-online');
      if (outcome.status !== 0 && explainNpm(outcome).code !== 'E404') throw unreachable(url, outcome);
      const text = outcome.status === 0 ? outcome.stdout.trim() : '';
      return text === '' ? undefined : String(JSON.parse(text));
    },
    requireUser: async () => {
      const outcome = await npm('whoami');
      if (outcome.status === 0) return;
      throw isUnauthorized(outcome) ? unauthorized(url, outcome) : unreachable(url, outcome);
    },
    publish: async ({ file, distTag, access }) => {
      const outcome = await npm('publish', file, '--tag', distTag, '--access', access);
      if (outcome.status === 0) return;
      if (isUnauthorized(outcome)) throw unauthorized(url, outcome);
      throw new ReleaseError('NPM_PUBLISH_REFUSED', `publish to npm: "${url}" did not take it: ${explainNpm(outcome).words}`, { hint: 'Mend what it says, then run: bigpanda resume' });
    },
  };
}

function isUnauthorized(outcome: NpmOutcome): boolean {
  return ['E401', 'E403', 'ENEEDAUTH'].includes(explainNpm(outcome).code);
}

function unauthorized(url: string, outcome: NpmOutcome): ReleaseError {
  return new ReleaseError('NPM_UNAUTHORIZED', `publish to npm: "${url}" does not know who asks: ${explainNpm(outcome).words}`, { exitStatus: 3, hint: tokenHint });
}

function unreachable(url: string, outcome: NpmOutcome): ReleaseError {
  return new ReleaseError('NPM_UNREACHABLE', `ask the npm registry: "${url}": ${explainNpm(outcome).words}`, { hint: 'See that it answers, then try again.' });
}

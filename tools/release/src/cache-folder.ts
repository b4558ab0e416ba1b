import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import type { Context } from './context.ts';

/**
 * Where something is kept that can be made again: `${XDG_CACHE_HOME:-~/.cache}/bigpanda/<name>`; a relative XDG_CACHE_HOME is ignored (XDG Base Directory Specification).
 * @throws ReleaseError `CACHE_FOLDER_UNKNOWN` for a user without a home
 */
export function cacheFolder(context: Pick<Context, 'env'>, name: string): string {
  const folder = findCacheFolder(context, name);
  if (folder !== undefined) return folder;
  throw new ReleaseError('CACHE_FOLDER_UNKNOWN', 'find a folder for the cache: this user has no home, and neither HOME nor XDG_CACHE_HOME names one', { exitStatus: 2, hint: 'Set XDG_CACHE_HOME to a folder that you may write to.' });
}

/** As {@link cacheFolder}, for what can do without: absent for a user without a home. */
export function findCacheFolder({ env }: Pick<Context, 'env'>, name: string): string | undefined {
  const { XDG_CACHE_HOME: given = '' } = env;
  const base = isAbsolute(given) ? given : findHomeCache(env);
  return base === undefined ? undefined : join(base, 'bigpanda', name);
}

/** A uid without an account has no home unless the environment names one. */
function findHomeCache({ HOME: home = '' }: Context['env']): string | undefined {
  if (home !== '') return join(home, '.cache');
  try {
    return join(homedir(), '.cache');
  } catch {
    return undefined;
  }
}

/** Where finished plans are kept, as an option of the planner. */
export function planCache(context: Pick<Context, 'env'>): { readonly cacheFolder?: string } {
  const folder = findCacheFolder(context, 'plans');
  return folder === undefined ? {} : { cacheFolder: folder };
}

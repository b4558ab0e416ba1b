import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Context } from './context.ts';

/** Where something is kept that can be made again: `${XDG_CACHE_HOME:-~/.cache}/bigpanda/<name>`; a relative XDG_CACHE_HOME is ignored (XDG Base Directory Specification). */
export function cacheFolder({ env }: Pick<Context, 'env'>, name: string): string {
  const { XDG_CACHE_HOME: given = '', HOME: home = '' } = env;
  return join(isAbsolute(given) ? given : join(home === '' ? homedir() : home, '.cache'), 'bigpanda', name);
}

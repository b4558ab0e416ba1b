import { readdir, readFile, readlink, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A lock that is younger may be of a process that was too short-lived to be seen. */
const staleMilliseconds = 1500;

/**
 * Removes a lock file that a git process left behind when it was killed: no git process is at work in the clone, and none has touched the file for a while.
 * Where the system does not list processes (proc(5)), nothing is removed.
 */
export async function removeStaleLock(lock: string, root: string, now: number): Promise<void> {
  const found = await stat(lock).catch(() => undefined);
  if (found === undefined || now - found.mtimeMs < staleMilliseconds) return;
  const names = await readdir('/proc').catch(() => undefined);
  if (names === undefined) return;
  const working = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map((name) => isGitIn(join('/proc', name), root)));
  if (!working.includes(true)) await rm(lock, { force: true });
}

async function isGitIn(process: string, root: string): Promise<boolean> {
  const name = (await readFile(join(process, 'comm'), 'utf8').catch(() => '')).trim();
  if (!name.startsWith('git')) return false;
  const folder = await readlink(join(process, 'cwd')).catch(() => root);
  return folder === root || folder.startsWith(`${root}/`);
}

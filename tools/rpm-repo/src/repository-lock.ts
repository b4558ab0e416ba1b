import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ReleaseError } from '@bigpanda/release-model';
import { layout } from './layout.ts';
import { readPlainFile } from './plain-file.ts';
import { requireOwnFolder } from './repository-folder.ts';

/** Who holds a lock. The start time tells a process from a later one with the same number. */
interface LockOwner {
  readonly host: string;
  readonly pid: number;
  /** Clock ticks after boot, from /proc; empty on systems without it. */
  readonly started: string;
  readonly token: string;
}

export interface LockOptions {
  /** How long to wait for another process; 0 when absent. */
  readonly waitSeconds?: number;
}

/** What is locked, in the words of an error: its code, and the action that failed. */
export interface LockedThing {
  readonly code: string;
  readonly action: string;
}

const repositoryThing: LockedThing = { code: 'REPOSITORY_LOCKED', action: 'lock the repository' };

/** How long to wait before a held lock is tried again. */
const retryMilliseconds = 100;

/**
 * Runs `work` as the only one that changes the repository. A lock whose process is dead is taken over.
 * @throws ReleaseError `REPOSITORY_LOCKED` while another process works on it, `REPOSITORY_FOREIGN` (exit status 2) for a folder of other things
 */
export async function withRepositoryLock<Result>(root: string, work: () => Promise<Result>, options: LockOptions = {}): Promise<Result> {
  requireOwnFolder(root);
  return withFileLock(join(root, layout.lock), work, { ...options, thing: repositoryThing });
}

/**
 * Runs `work` as the only process that holds a lock file; its folder is made where it is not there. A lock whose process is dead is taken over.
 * @throws ReleaseError with the code of `thing` while another process holds it
 */
export async function withFileLock<Result>(lock: string, work: () => Promise<Result>, { waitSeconds = 0, thing }: LockOptions & { readonly thing: LockedThing }): Promise<Result> {
  mkdirSync(dirname(lock), { recursive: true });
  const owner = { host: hostname(), pid: process.pid, started: readStart(process.pid), token: randomBytes(8).toString('hex') };
  await acquireWithin({ path: lock, thing }, owner, waitSeconds);
  try {
    sweep(lock);
    return await work();
  } finally {
    unlinkSync(lock);
  }
}

/** Whether a process that is alive holds the lock. */
export function isLocked(root: string): boolean {
  const owner = readOwner(join(root, layout.lock));
  return owner !== undefined && isAlive(owner);
}

interface Lock {
  readonly path: string;
  readonly thing: LockedThing;
}

async function acquireWithin(lock: Lock, owner: LockOwner, waitSeconds: number): Promise<void> {
  for (let left = waitSeconds * 1000; ; left -= retryMilliseconds) {
    try {
      acquire(lock, owner);
      return;
    } catch (error) {
      if (left <= 0 || !(error instanceof ReleaseError) || error.code !== lock.thing.code) throw error;
      await sleep(retryMilliseconds);
    }
  }
}

/** link(2) fails where the lock exists, and the lock is whole from the first moment. */
function acquire(lock: Lock, owner: LockOwner): void {
  const own = `${lock.path}.${owner.token}`;
  try {
    writeFileSync(own, JSON.stringify(owner), { flag: 'wx' });
    for (let outcome = tryLink(own, lock.path); outcome !== 'linked'; outcome = tryLink(own, lock.path)) {
      // A holder sweeps what looks like nobody's, and half a file does.
      if (outcome === 'swept') writeFileSync(own, JSON.stringify(owner));
      else takeOver(lock, owner);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Half-written locks of processes that died before they had one, such as on a full disk. */
function sweep(lock: string): void {
  const folder = dirname(lock);
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(`${basename(lock)}.`)) continue;
    const owner = readOwner(join(folder, name));
    if (owner !== undefined && !isAlive(owner)) rmSync(join(folder, name), { force: true });
  }
}

/**
 * Removes the lock of a dead process. Two that find it dead must not both do so, or the second removes the first one's
 * new lock: whoever takes over a lock first holds a lock on that very lock, named by its token, and then looks again.
 */
function takeOver(lock: Lock, owner: LockOwner): void {
  const found = readOwner(lock.path);
  if (found === undefined) return;
  if (isAlive(found)) throw locked(lock, found);
  const guard = `${lock.path}.over-${found.token}`;
  acquire({ ...lock, path: guard }, { ...owner, token: randomBytes(8).toString('hex') });
  try {
    if (readOwner(lock.path)?.token === found.token) unlinkSync(lock.path);
  } finally {
    unlinkSync(guard);
  }
}

function tryLink(own: string, lock: string): 'linked' | 'held' | 'swept' {
  try {
    linkSync(own, lock);
    return 'linked';
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'EEXIST') return 'held';
    if (code === 'ENOENT') return 'swept';
    throw cause;
  }
}

function readOwner(lock: string): LockOwner | undefined {
  try {
    return parseOwner(readPlainFile(lock)?.toString() ?? '');
  } catch {
    return undefined;
  }
}

/** A lock that cannot be read was cut off with the whole machine; nobody holds it. */
function parseOwner(text: string): LockOwner {
  const nobody = { host: hostname(), pid: 0, started: '', token: 'unreadable' };
  try {
    const owner: unknown = JSON.parse(text);
    return isOwner(owner) ? owner : nobody;
  } catch {
    return nobody;
  }
}

function isOwner(value: unknown): value is LockOwner {
  if (typeof value !== 'object' || value === null) return false;
  const { host, pid, started, token } = value as Partial<Record<keyof LockOwner, unknown>>;
  return typeof host === 'string' && typeof pid === 'number' && typeof started === 'string' && typeof token === 'string' && /^[0-9a-f]+$/.test(token);
}

/** A process on another machine cannot be asked; it counts as alive. */
function isAlive({ host, pid, started }: LockOwner): boolean {
  if (host !== hostname()) return true;
  if (pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ESRCH') return false;
  }
  return readStart(pid) === started;
}

/** Field 22 of /proc/<pid>/stat (proc(5)); the second, in parentheses, may hold spaces. */
function readStart(pid: number): string {
  const stat = readStat(pid);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function readStat(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}

function locked({ path, thing }: Lock, { host, pid }: LockOwner): ReleaseError {
  return new ReleaseError(thing.code, `${thing.action}: "${path}" is held by process ${pid} on "${host}"`, {
    hint: `Wait until it has ended; remove "${path}" if there is no such process on "${host}" any more.`,
  });
}

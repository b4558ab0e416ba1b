import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ReleaseSite } from './release-site.ts';

const program = join(import.meta.dirname, 'campaign/killed-release.ts');

/** A copy of a site's clone and remote, gone afterwards. */
export interface SiteCopy extends Disposable {
  readonly folder: string;
  readonly root: string;
  readonly remote: string;
  readonly keyFile: string;
}

/** @param diskMegabytes size of a disk of its own that the copy lies on; the site's disk when absent */
export function copySite(site: ReleaseSite, name: string, diskMegabytes?: number): SiteCopy {
  const folder = join(site.folder, name);
  mkdirSync(folder);
  if (diskMegabytes !== undefined) execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m`, 'tmpfs', folder]);
  for (const part of ['clone', 'remote.git']) cpSync(join(site.folder, part), join(folder, part), { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  return {
    folder, root: join(folder, 'clone'), remote: join(folder, 'remote.git'), keyFile: site.keyFile,
    [Symbol.dispose]: () => {
      if (diskMegabytes !== undefined) execFileSync('umount', [folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Leaves so many bytes of the disk that a copy lies on. */
export function fillDisk(folder: string, freeBytes: number): void {
  const used = Number(execFileSync('df', ['--block-size=1', '--output=used', folder], { encoding: 'utf8' }).split('\n')[1]);
  execFileSync('mount', ['-o', `remount,size=${used + freeBytes}`, folder]);
}

export interface ProgramRun {
  readonly seconds: number;
  readonly verb: string;
  readonly key: string;
  readonly entry?: number;
  readonly moment?: string;
  /** Variables, beside what is always there. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds after which the process and all that it started are killed. */
  readonly killAfter?: number;
}

/** Runs a release, or goes on with one, in a process of its own. */
export function runProgram({ root }: Pick<SiteCopy, 'root'>, { seconds, verb, key, entry, moment, env, killAfter }: ProgramRun): Promise<{ readonly status: number | null; readonly stderr: string }> {
  const args = [program, root, key, String(seconds), verb, ...(entry === undefined || moment === undefined ? [] : [String(entry), moment])];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: true, env: { ...process.env, PATH: join(key, '../bin'), HOME: join(key, '../home'), XDG_CACHE_HOME: join(key, '../cache'), NODE_COMPILE_CACHE: join(key, '../compiled'), ...env } });
    const said: Buffer[] = [];
    child.stderr.on('data', (bytes: Buffer) => said.push(bytes));
    const timer = killAfter === undefined ? undefined : setTimeout(() => { killGroup(child.pid); }, killAfter);
    child.on('error', reject);
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ status, stderr: Buffer.concat(said).toString() });
    });
  });
}

function killGroup(group: number | undefined): void {
  if (group !== undefined) process.kill(-group, 'SIGKILL');
}

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeTemporaryFolder } from '../temporary-folder.ts';
import { runProgram, type ProgramOutcome } from './program.ts';

/** Where rpm keeps its database on EL8 and later; Debian's rpm would take the home folder. */
const databasePath = '/usr/lib/sysimage/rpm';

export interface RootOptions {
  /** RPM file that is installed first and brings what a system has. */
  readonly basePackage: string;
  /** URLs of repositories that dnf uses. */
  readonly repositories: readonly string[];
  readonly signal?: AbortSignal;
}

/** A machine that is made for one trial: scriptlets run in it, and it is gone afterwards. */
export interface ThrowawayRoot extends AsyncDisposable {
  readonly path: string;
  rpm(...args: readonly string[]): Promise<ProgramOutcome>;
  dnf(...args: readonly string[]): Promise<ProgramOutcome>;
}

/**
 * Makes a root with the base package in it. Only for the superuser: programs change their root into it.
 * @throws Error when the base package cannot be installed
 */
export async function createRoot({ basePackage, repositories, signal }: RootOptions): Promise<ThrowawayRoot> {
  const folder = await makeTemporaryFolder('matrix');
  const place = (name: string) => join(folder, name);
  for (const path of ['root/var/log', 'home', 'repos.d']) await mkdir(place(path), { recursive: true });
  await writeFile(place('home/.rpmmacros'), `%_dbpath ${databasePath}\n`);
  await writeFile(place('repos.d/matrix.repo'), repositories.map((url, index) => `[matrix-${index}]\nname=matrix ${index}\nbaseurl=${url}\nenabled=1\ngpgcheck=0\n`).join('\n'));
  const env = { PATH: process.env['PATH'], HOME: place('home'), LC_ALL: 'C.UTF-8' };
  const run = (program: string, args: readonly string[]) => runProgram(program, args, { env, ...(signal === undefined ? {} : { signal }) });
  // Debian's dnf wants its log folder inside the root, and its plug-ins would add repositories of their own.
  const settings = {
    reposdir: place('repos.d'), cachedir: place('cache'), persistdir: place('root/var/lib/dnf'), logdir: place('root/var/log'), varsdir: '/nonexistent',
    module_platform_id: 'platform:el9', install_weak_deps: 'False', best: 'False',
  };
  const options = Object.entries(settings).map(([key, value]) => `--setopt=${key}=${value}`);
  const root: ThrowawayRoot = {
    path: place('root'),
    rpm: (...args) => run('rpm', ['--root', place('root'), '--dbpath', databasePath, '--nosignature', ...args]),
    dnf: (...args) => run('dnf', ['-y', '-q', `--installroot=${place('root')}`, '--releasever=9', '--noplugins', ...options, ...args]),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
  const { status, output } = await root.rpm('--install', '--ignorearch', basePackage);
  if (status === 0) return root;
  await root[Symbol.asyncDispose]();
  throw new Error(`the base of a throw-away root cannot be installed: ${output.trim()}`);
}

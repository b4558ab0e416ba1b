import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

export interface DnfOutcome {
  readonly status: number;
  readonly stdout: string;
  /** Both streams. */
  readonly output: string;
}

/** A machine without anything on it, whose dnf knows one repository. */
export interface DnfClient extends AsyncDisposable {
  readonly root: string;
  /** Puts another .repo file in the place of the one that is there. */
  writeDotRepo(text: string): Promise<void>;
  dnf(...args: readonly string[]): Promise<DnfOutcome>;
  /** A command of dnf-plugins-core, such as `reposync`. */
  plugin(command: string, ...args: readonly string[]): Promise<DnfOutcome>;
  rpm(...args: readonly string[]): Promise<DnfOutcome>;
}

/** Where provisioning (ci/unpacked-packages.ts) unpacks dnf-plugins-core, which Debian does not install beside zypper. */
const modules = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'bigpanda/system/usr/lib/python3/dist-packages');

/**
 * An install root for the system's dnf. Debian's rpm keeps its database in the home folder and dnf wants its log folder to exist;
 * a home of its own and the options below deal with that.
 */
export async function createDnfClient(dotRepo: string): Promise<DnfClient> {
  const folder = await mkdtemp(join(tmpdir(), 'dnf-'));
  const [root, home, repos] = ['root', 'home', 'repos.d'].map((name) => join(folder, name)) as [string, string, string];
  for (const path of [join(root, 'var/log'), home, repos]) await mkdir(path, { recursive: true });
  await writeFile(join(home, '.rpmmacros'), '%_dbpath /usr/lib/sysimage/rpm\n');
  await writeFile(join(repos, 'sample.repo'), dotRepo);
  const settings = {
    module_platform_id: 'platform:el9', reposdir: repos, cachedir: join(folder, 'cache'), persistdir: join(root, 'var/lib/dnf'),
    logdir: join(root, 'var/log'), varsdir: '/nonexistent', install_weak_deps: 'False', tsflags: 'noscripts', retries: '1', timeout: '5',
  };
  const options = ['-y', `--installroot=${root}`, '--releasever=9', '--forcearch=x86_64', ...Object.entries(settings).map(([key, value]) => `--setopt=${key}=${value}`)];
  const env = { ...process.env, HOME: home, LC_ALL: 'C.UTF-8' };
  const run = (program: string, args: readonly string[]) => runProgram(program, args, env);
  return {
    root,
    writeDotRepo: (text) => writeFile(join(repos, 'sample.repo'), text),
    dnf: (...args) => run('dnf', [...options, '--noplugins', ...args]),
    plugin: (command, ...args) => {
      const path = existsSync(modules) ? [`--setopt=pluginpath=${modules}/dnf-plugins`] : [];
      return runProgram('dnf', [...options, ...path, '--disableplugin=*', `--enableplugin=${command}`, command, ...args], { ...env, PYTHONPATH: modules });
    },
    rpm: (...args) => run('rpm', [`--root=${root}`, ...args]),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Runs a program to its end. */
export function runProgram(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<DnfOutcome> {
  const { promise, resolve } = Promise.withResolvers<DnfOutcome>();
  const child = execFile(program, args, { env }, (_error, stdout, stderr) => resolve({ status: child.exitCode ?? -1, stdout, output: stdout + stderr }));
  return promise;
}

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram, type DnfOutcome } from './dnf-client.ts';

/** A machine without anything on it, whose zypper knows one repository. */
export interface ZypperClient extends AsyncDisposable {
  readonly root: string;
  zypper(...args: readonly string[]): Promise<DnfOutcome>;
  /** Forgets everything it has read, mirrorlists too, which zypper keeps for hours. */
  forget(): Promise<void>;
}

/** An install root for the system's zypper, with the repository of a `.repo` file. */
export async function createZypperClient(dotRepo: string): Promise<ZypperClient> {
  const folder = await mkdtemp(join(tmpdir(), 'zypper-'));
  const [root, home, file] = [join(folder, 'root'), join(folder, 'home'), join(folder, 'sample.repo')];
  for (const path of [root, home]) await mkdir(path);
  await writeFile(join(home, '.rpmmacros'), '%_dbpath /usr/lib/sysimage/rpm\n');
  await writeFile(file, dotRepo);
  const env = { ...process.env, HOME: home, LC_ALL: 'C.UTF-8' };
  const zypper = (...args: readonly string[]) => runProgram('zypper', ['--root', root, '--non-interactive', '--gpg-auto-import-keys', ...args], env);
  const client: ZypperClient = {
    root,
    zypper,
    forget: () => rm(join(root, 'var/cache/zypp'), { recursive: true, force: true }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
  const outcome = await zypper('addrepo', file);
  if (outcome.status !== 0) throw new Error(`zypper addrepo: ${outcome.output}`);
  return client;
}

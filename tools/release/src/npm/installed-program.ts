import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { cacheFolder } from '../cache-folder.ts';
import { explainNpm, tryNpm } from './run-npm.ts';

const keyDigits = 12;

export interface InstallOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly writeError: (text: string) => void;
}

/**
 * A folder with a program of npm that few need: installed when it is first asked for, into the cache, exactly as its lock file says.
 * @param lists a folder named like the program, with `program.json`, which is a package.json, and its `package-lock.json`
 * @throws ReleaseError `PROGRAM_NOT_INSTALLED`
 */
export async function installProgram(lists: string, { env, signal, writeError }: InstallOptions): Promise<string> {
  const [name, manifest, lock] = [basename(lists), join(lists, 'program.json'), join(lists, 'package-lock.json')];
  const key = createHash('sha256').update(await readFile(manifest)).update(await readFile(lock)).digest('hex').slice(0, keyDigits);
  const folder = join(cacheFolder({ env }, 'programs'), `${name}-${key}`);
  if (existsSync(folder)) return folder;
  writeError(`Installing ${name} (once, about a quarter of a minute) ...\n`);
  const part = `${folder}.${process.pid}.part`;
  await mkdir(part, { recursive: true });
  await Promise.all([cp(manifest, join(part, 'package.json')), cp(lock, join(part, 'package-lock.json'))]);
  const outcome = await tryNpm({ folder: part, env, signal }, ['ci']);
  if (outcome.status === 0) await rename(part, folder).catch(() => undefined);
  await rm(part, { recursive: true, force: true });
  if (existsSync(folder)) return folder;
  throw new ReleaseError('PROGRAM_NOT_INSTALLED', `install "${name}": ${explainNpm(outcome).words}`, { hint: 'See that npm reaches its registry, then try again.' });
}

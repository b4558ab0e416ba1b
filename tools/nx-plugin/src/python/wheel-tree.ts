import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { listPythons, runPython } from './python-run.ts';

/** Parts of `<name>.data` that stay apart; modules of both kinds go to the others (PEP 427, section "The .data directory"). */
const modules: readonly string[] = ['purelib', 'platlib'];
const parts: readonly string[] = [...modules, 'scripts', 'data'];
const interpreter = '#!/usr/bin/python3';

export interface WheelTree {
  /** Absolute path of the wheel. */
  readonly wheel: string;
  /** Absolute path of the folder that is made. */
  readonly output: string;
  readonly work: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Writes the files of a wheel to `purelib`, `scripts` and `data` below the output. Scripts run /usr/bin/python3, entry points become scripts.
 * The list of files that pip keeps to remove them is left out, as rpm does that; INSTALLER says so.
 */
export async function unpackWheel({ wheel, output, work, environment }: WheelTree): Promise<void> {
  const purelib = join(output, 'purelib');
  await mkdir(purelib, { recursive: true });
  const [python] = listPythons(environment);
  const { status, output: said } = await runPython({ python, parameters: ['-m', 'zipfile', '-e', wheel, purelib], folder: work, home: work, environment });
  if (status !== 0) throw new ReleaseError('PYTHON_BUILD_FAILED', `unpack "${wheel}": ${said}`, { hint: 'Look at what the build back end wrote.' });
  const folders = await readdir(purelib);
  const metadata = folders.find((name) => name.endsWith('.dist-info'));
  if (metadata === undefined) throw new ReleaseError('PYTHON_BUILD_FAILED', `unpack "${wheel}": it holds no .dist-info`, { hint: 'Look at what the build back end wrote.' });
  for (const folder of folders.filter((name) => name.endsWith('.data'))) await sortParts(join(purelib, folder), output);
  await rm(join(purelib, metadata, 'RECORD'), { force: true });
  await writeFile(join(purelib, metadata, 'INSTALLER'), 'rpm\n');
  await mkdir(join(output, 'scripts'), { recursive: true });
  await rewriteScripts(join(output, 'scripts'));
  await writeEntryPoints(join(purelib, metadata, 'entry_points.txt'), join(output, 'scripts'));
}

async function sortParts(folder: string, output: string): Promise<void> {
  for (const part of (await readdir(folder)).filter((name) => parts.includes(name))) {
    if (!modules.includes(part)) {
      await rename(join(folder, part), join(output, part));
      continue;
    }
    for (const name of await readdir(join(folder, part))) await rename(join(folder, part, name), join(output, 'purelib', name));
  }
  await rm(folder, { recursive: true });
}

async function rewriteScripts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const text = await readFile(file, 'latin1');
    // Whatever Python it names: this machine's, or the placeholder of a wheel.
    await writeFile(file, text.replace(/^#!.*python\S*(.*)/, (_, rest: string) => `${interpreter}${rest}`), 'latin1');
    await chmod(file, 0o755);
  }
}

/** A script for each console and window entry point, such as `panda = pandaclient.main:run` (entry points specification of PyPA). */
async function writeEntryPoints(file: string, folder: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return '';
    throw cause;
  });
  let section = '';
  for (const line of text.split('\n').map((one) => one.trim())) {
    section = /^\[(.+)\]$/.exec(line)?.[1] ?? section;
    const [, name, module, object] = /^([^=\s]+)\s*=\s*([\w.]+)\s*:\s*([\w.]+)/.exec(line) ?? [];
    if ((section !== 'console_scripts' && section !== 'gui_scripts') || name === undefined || module === undefined || object === undefined) continue;
    const [imported = ''] = object.split('.');
    await writeFile(join(folder, name), `${interpreter}\nimport sys\n\nfrom ${module} import ${imported}\n\nif __name__ == '__main__':\n    sys.exit(${object}())\n`, { mode: 0o755 });
  }
}

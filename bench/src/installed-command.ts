import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { bundleModules } from '@bigpanda/nx-plugin/bundle-modules';
import { buildNpmPackage } from '@bigpanda/nx-plugin/npm-package';
import { listOwnPackages } from '@bigpanda/nx-plugin/own-packages';

const workspaceRoot = join(import.meta.dirname, '../..');

/** The command `bigpanda` as npm installs it. */
export interface InstalledCommand extends AsyncDisposable {
  /** Absolute path of the program. */
  readonly program: string;
}

/** Builds the command as it is published, in a folder of its own; the packages that npm would install with it are the workspace's. */
export async function installCommand(): Promise<InstalledCommand> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-bigpanda-'));
  const output = join(folder, 'package');
  // A version as a release has it: what runs from sources is 0.0.0 and keeps no configuration.
  await buildNpmPackage({ workspaceRoot, folder: 'tools/release', version: '1.0.0', output });
  await symlink(join(workspaceRoot, 'node_modules'), join(folder, 'node_modules'));
  return { program: join(output, 'bin/bigpanda.mjs'), [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * Builds a program of the benchmarks into a folder as npm packages are built, so that reading sources is no part of what it takes.
 * @param entry below the benchmarks, such as `src/program.ts`
 * @returns absolute path of the program
 */
export async function bundleProgram(entry: string, folder: string): Promise<string> {
  await bundleModules({ workspaceRoot, folder: 'bench', entries: [entry], inside: [...listOwnPackages(workspaceRoot).keys(), 'zod'], output: join(folder, 'dist') });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', imports: { '#bundle-folder': './dist/bundle-folder.js' } }));
  return join(folder, 'dist', `${basename(entry, '.ts')}.js`);
}

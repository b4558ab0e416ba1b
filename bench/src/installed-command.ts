import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildNpmPackage } from '@bigpanda/nx-plugin/npm-package';

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
  await buildNpmPackage({ workspaceRoot, folder: 'tools/release', version: '0.0.0', output });
  await symlink(join(workspaceRoot, 'node_modules'), join(folder, 'node_modules'));
  return { program: join(output, 'bin/bigpanda.mjs'), [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

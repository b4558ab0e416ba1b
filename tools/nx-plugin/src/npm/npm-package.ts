import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { buildCommand } from './command-package.ts';
import { buildLibrary } from './library-package.ts';
import { readManifest, type NpmPackage } from './published-manifest.ts';

/**
 * Makes a package of the workspace ready for `npm publish`, with README and licence: a command (its package.json names a `bin`) as a bundle, anything else as a compiled library.
 * In the workspace both run from their sources.
 * @throws ReleaseError `NPM_VERSION_INVALID`, `NPM_PACKAGE_MISSING`, and those of {@link buildLibrary}
 */
export async function buildNpmPackage(request: NpmPackage): Promise<void> {
  const { workspaceRoot, folder, version, output } = request;
  if (!/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.test(version)) {
    throw new ReleaseError('NPM_VERSION_INVALID', `build "${folder}": "${version}" is no version of npm`, { exitStatus: 2, hint: 'Give one such as 0.1.0 or 0.1.0-beta.1.' });
  }
  for (const file of ['package.json', 'README.md']) {
    if (!existsSync(join(workspaceRoot, folder, file))) throw new ReleaseError('NPM_PACKAGE_MISSING', `build "${folder}": it has no ${file}`, { exitStatus: 2, hint: 'Name a folder that is to be published, such as tools/rpm-format.' });
  }
  const manifest = readManifest(workspaceRoot, folder);
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const published = manifest.bin === undefined ? buildLibrary(request, manifest) : await buildCommand(request, manifest);
  cpSync(join(workspaceRoot, 'LICENSE'), join(output, 'LICENSE'));
  cpSync(join(workspaceRoot, folder, 'README.md'), join(output, 'README.md'));
  writeFileSync(join(output, 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`);
}

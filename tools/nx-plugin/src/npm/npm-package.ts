import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseNpmDescription, ReleaseError } from '@bigpanda/release-model';
import { buildBundle } from './bundle-package.ts';
import { buildLibrary } from './library-package.ts';
import { readManifest, type NpmBuild, type NpmPackage } from './published-manifest.ts';

/**
 * Makes a package of the workspace ready for `npm publish`, with README and licence, as the `npm.json` of its folder says: a compiled library, or a bundle.
 * Either holds what it uses of the workspace's other packages, and asks only for packages of npm. In the workspace it runs from its sources.
 * @returns files of the workspace that it is made of, below the workspace, sorted
 * @throws ReleaseError `NPM_VERSION_INVALID`, `NPM_PACKAGE_MISSING`, `NPM_JSON_INVALID`, and those of {@link buildLibrary}
 */
export async function buildNpmPackage(request: NpmPackage): Promise<NpmBuild['sources']> {
  const { workspaceRoot, folder, version, output } = request;
  if (!/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.test(version)) {
    throw new ReleaseError('NPM_VERSION_INVALID', `build "${folder}": "${version}" is no version of npm`, { exitStatus: 2, hint: 'Give one such as 0.1.0 or 0.1.0-beta.1.' });
  }
  for (const file of ['package.json', 'npm.json', 'README.md']) {
    if (!existsSync(join(workspaceRoot, folder, file))) throw new ReleaseError('NPM_PACKAGE_MISSING', `build "${folder}": it has no ${file}`, { exitStatus: 2, hint: 'Name a folder that is to be published, such as tools/rpm-format.' });
  }
  const description = parseNpmDescription(readFileSync(join(workspaceRoot, folder, 'npm.json'), 'utf8'), `${folder}/npm.json`);
  const source = { ...request, manifest: readManifest(workspaceRoot, folder), description };
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const { manifest, sources } = description.build === 'library' ? buildLibrary(source) : await buildBundle(source);
  cpSync(join(workspaceRoot, 'LICENSE'), join(output, 'LICENSE'));
  cpSync(join(workspaceRoot, folder, 'README.md'), join(output, 'README.md'));
  writeFileSync(join(output, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return sources;
}

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';

const root = join(import.meta.dirname, '..');

/** What of a workspace's package.json goes into the published one. */
interface SourceManifest {
  readonly name: string;
  readonly description: string;
  readonly license: string;
  readonly keywords?: readonly string[];
  readonly engines?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: object;
}

/**
 * `npm run npm-package -- [FOLDER [VERSION [OUTPUT]]]` makes a library of the workspace ready for `npm publish`: its sources compiled to JavaScript and declarations, with source maps, README and licence.
 * In the workspace it runs from its sources; what is published has another package.json, because npm reads the entry points from nowhere else.
 * @param folder of the library below the workspace, such as `tools/rpm-format`
 * @param output absolute path of the folder that is written anew
 * @throws ReleaseError `NPM_VERSION_INVALID`, `NPM_BUILD_FAILED`, `NPM_DEPENDENCY_PRIVATE`
 */
function buildNpmPackage(folder: string, version: string, output: string): void {
  if (!/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.test(version)) {
    throw new ReleaseError('NPM_VERSION_INVALID', `build "${folder}": "${version}" is no version of npm`, { exitStatus: 2, hint: 'Give one such as 0.1.0 or 0.1.0-beta.1.' });
  }
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as SourceManifest;
  const ours = Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith('@bigpanda/'));
  if (ours.length > 0) throw new ReleaseError('NPM_DEPENDENCY_PRIVATE', `build "${folder}": it imports ${ours.join(', ')}, which are not published`, { exitStatus: 2, hint: 'Publish only libraries that import nothing of ours.' });
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  compile(folder, join(output, 'dist'));
  for (const file of ['README.md', 'LICENSE']) cpSync(file === 'LICENSE' ? join(root, file) : join(root, folder, file), join(output, file));
  cpSync(join(root, folder, 'src'), join(output, 'src'), { recursive: true });
  writeFileSync(join(output, 'package.json'), `${JSON.stringify(describePackage(manifest, folder, version), undefined, 2)}\n`);
}

/** Sources travel with it: declarations and maps lead to them. */
function compile(folder: string, output: string): void {
  const options = {
    rootDir: join(root, folder, 'src'), outDir: output, noEmit: 'false', declaration: 'true', declarationMap: 'true', sourceMap: 'true', rewriteRelativeImportExtensions: 'true',
    target: 'es2023', lib: 'es2024,esnext.disposable', module: 'nodenext', moduleDetection: 'force', types: 'node', strict: 'true', noUncheckedIndexedAccess: 'true', exactOptionalPropertyTypes: 'true',
    verbatimModuleSyntax: 'true', isolatedModules: 'true', skipLibCheck: 'true', ignoreConfig: 'true',
  };
  const parameters = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/tsc'), [...parameters, join(root, folder, 'src/index.ts')], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new ReleaseError('NPM_BUILD_FAILED', `build "${folder}": tsc ended with status ${status ?? 'none'}\n${stdout}${stderr}`, { hint: 'Correct what it says.' });
}

function describePackage(manifest: SourceManifest, folder: string, version: string): object {
  const { name, description, license, keywords = [], engines, dependencies, peerDependencies, peerDependenciesMeta } = manifest;
  const { url } = JSON.parse(readFileSync(join(root, 'repo-config/repository.json'), 'utf8')) as { readonly url: string };
  return {
    name, version, description, keywords, license, type: 'module', engines,
    homepage: url,
    repository: { type: 'git', url: `git+${url}`, directory: folder },
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './package.json': './package.json' },
    types: './dist/index.d.ts',
    files: ['dist', 'src'],
    sideEffects: false,
    dependencies, peerDependencies, peerDependenciesMeta,
  };
}

const [folder = 'tools/rpm-format', version = '0.0.0-local', output = join(root, 'build/npm', folder)] = process.argv.slice(2);
try {
  buildNpmPackage(folder, version, output);
  process.stdout.write(`Made ${output}; publish it with: npm publish ${output}\n`);
} catch (error) {
  if (!(error instanceof ReleaseError)) throw error;
  process.stderr.write(`error: ${error.message}\n  hint: ${error.hint ?? ''}\n`);
  process.exitCode = error.exitStatus;
}

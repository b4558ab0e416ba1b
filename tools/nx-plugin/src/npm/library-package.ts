import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, posix } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { listForeign, listOwnPackages, listParts, type OwnPackage } from './own-packages.ts';
import { describeDependencies, describePublished, type NpmBuild, type NpmSource } from './published-manifest.ts';

/** Folder in the sources of a library for what it uses of the workspace's other packages. */
const partsFolder = 'parts';

/** A specifier of a package, as imports and types name it. */
const specifier = /(?<=\b(?:from|import)\s*\(?\s*)'(@?[\w./-]+)'/g;

/**
 * Compiles a library to JavaScript and declarations with source maps; its sources travel with it, because declarations and maps lead to them.
 * What it uses of the workspace's other packages becomes a part of it, below `src/parts`.
 * @throws ReleaseError `NPM_BUILD_FAILED`, `NPM_EXPORT_UNKNOWN`
 */
export function buildLibrary(request: NpmSource): NpmBuild {
  const { workspaceRoot, folder, output, manifest, description: { entries } } = request;
  const own = listOwnPackages(workspaceRoot);
  const [self, ...others] = listParts(own, manifest.name);
  if (self === undefined) throw new RangeError(`a library is a package of its workspace, also ${manifest.name}`);
  // Beside the sources, so that the compiler finds what is installed.
  const staging = join(workspaceRoot, folder, 'dist/npm');
  rmSync(staging, { recursive: true, force: true });
  const copied = [...copySources(request, self, { others, staging, below: '' }), ...others.flatMap((part) => copySources(request, part, { others, staging, below: partPath(part) }))];
  compile(workspaceRoot, staging, entries);
  for (const made of ['src', 'dist']) cpSync(join(staging, made), join(output, made), { recursive: true });
  rmSync(staging, { recursive: true });
  return {
    manifest: {
      ...describePublished(request),
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './package.json': './package.json' },
      types: './dist/index.d.ts',
      files: ['dist', 'src'],
      sideEffects: false,
      ...describeDependencies(request, listForeign(own, [self, ...others])),
    },
    sources: copied.sort(),
  };
}

function partPath({ folder }: OwnPackage): string {
  return posix.join(partsFolder, basename(folder));
}

interface CopyPlace {
  readonly others: readonly OwnPackage[];
  readonly staging: string;
  /** Below `src`. */
  readonly below: string;
}

/** Copies sources, their imports of other packages of the workspace led to the copies of these. */
function copySources({ workspaceRoot }: NpmSource, { folder }: OwnPackage, { others, staging, below }: CopyPlace): string[] {
  const from = join(workspaceRoot, folder, 'src');
  return globSync('**/*.ts', { cwd: from }).sort().map((file) => {
    const place = posix.join(below, file);
    const text = readFileSync(join(from, file), 'utf8').replace(specifier, (whole, name: string) => {
      const target = findPart(others, name);
      return target === undefined ? whole : `'${relativeModule(place, target)}'`;
    });
    mkdirSync(dirname(join(staging, 'src', place)), { recursive: true });
    writeFileSync(join(staging, 'src', place), text);
    return posix.join(folder, 'src', file);
  });
}

/** Where the copy of what a specifier names lies, below `src`; absent where it names no other package of the workspace. */
function findPart(others: readonly OwnPackage[], name: string): string | undefined {
  const part = others.find(({ manifest }) => name === manifest.name || name.startsWith(`${manifest.name}/`));
  if (part === undefined) return undefined;
  const module = part.manifest.exports?.[`.${name.slice(part.manifest.name.length)}`];
  if (module?.startsWith('./src/') !== true) throw new ReleaseError('NPM_EXPORT_UNKNOWN', `build a library: "${name}" is no module below src of "${part.folder}"`, { exitStatus: 2, hint: 'Import what the package.json of that package exports.' });
  return posix.join(partPath(part), module.slice('./src/'.length));
}

function relativeModule(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}

function compile(workspaceRoot: string, staging: string, entries: readonly string[]): void {
  const options = {
    rootDir: join(staging, 'src'), outDir: join(staging, 'dist'), noEmit: 'false', declaration: 'true', declarationMap: 'true', sourceMap: 'true', rewriteRelativeImportExtensions: 'true',
    target: 'es2023', lib: 'es2024,esnext.disposable', module: 'nodenext', moduleDetection: 'force', types: 'node', strict: 'true', noUncheckedIndexedAccess: 'true', exactOptionalPropertyTypes: 'true',
    verbatimModuleSyntax: 'true', isolatedModules: 'true', skipLibCheck: 'true', ignoreConfig: 'true',
  };
  const parameters = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const { status, stdout, stderr } = spawnSync(join(workspaceRoot, 'node_modules/.bin/tsc'), [...parameters, ...entries.map((entry) => join(staging, entry))], { cwd: workspaceRoot, encoding: 'utf8' });
  if (status !== 0) throw new ReleaseError('NPM_BUILD_FAILED', `build "${staging}": tsc ended with status ${status ?? 'none'}\n${stdout}${stderr}`, { hint: 'Correct what it says.' });
}

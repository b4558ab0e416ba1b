import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { bundledNode } from '@bigpanda/release-model';
import { requireBanner } from '../bundle-writer.ts';
import { renderLicences } from '../bundled-licences.ts';
import { createDirectImports } from './direct-imports.ts';
import { takeNodeModules } from './node-modules.ts';
import { listOwnPackages } from './own-packages.ts';
import { listLoadedModules, redirectOwnUrls, type LoadedModule } from './own-urls.ts';

export interface ModuleBundle {
  /** Absolute path of the workspace. */
  readonly workspaceRoot: string;
  /** Of the package, below the workspace. */
  readonly folder: string;
  /** Modules that others load, below the package: `src/P.ts` becomes `P.js`. */
  readonly entries: readonly string[];
  /** Packages that go into the bundle; others are installed beside it. */
  readonly inside: readonly string[];
  /** Absolute path of a folder that is written anew. */
  readonly output: string;
}

/**
 * Bundles modules of the workspace for npm: what each of them needs later is a file that is loaded when it is chosen, so that none waits for another.
 * Modules that sources name by a URL beside their own (workers, folders of checkers and of providers) stay files of their own.
 * @returns files of the workspace's packages that are in it, sorted
 */
export async function bundleModules(request: ModuleBundle): Promise<readonly string[]> {
  const { workspaceRoot, output } = request;
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  const inputs = await writeModules(request);
  await writeFile(join(output, 'bundle-folder.js'), 'export default import.meta.url;\n');
  await writeFile(join(output, 'THIRD-PARTY-LICENSES.txt'), await renderLicences(workspaceRoot, inputs));
  return inputs.filter(isOwn).sort();
}

/** What a module that is loaded by its URL names may name further ones: only when all are known, files are written. */
async function writeModules(request: ModuleBundle, loaded: readonly LoadedModule[] = []): Promise<readonly string[]> {
  const inputs = await bundle(request, loaded, false);
  const found = listLoadedModules(request.workspaceRoot, inputs.filter(isOwn).sort());
  return found.length === loaded.length ? bundle(request, loaded, true) : writeModules(request, found);
}

async function bundle({ workspaceRoot, folder, entries, inside, output }: ModuleBundle, loaded: readonly LoadedModule[], write: boolean): Promise<readonly string[]> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: workspaceRoot,
    entryPoints: [
      ...entries.map((entry) => ({ in: join(folder, entry), out: entry.replace(/^src\/(.*)\.ts$/, '$1') })),
      ...loaded.map((module) => ({ in: module.source, out: module.output })),
    ],
    outdir: output,
    write: false,
    bundle: true,
    splitting: true,
    chunkNames: 'part-[hash]',
    platform: 'node',
    target: `node${bundledNode}`,
    format: 'esm',
    charset: 'utf8',
    legalComments: 'none',
    metafile: true,
    banner: { js: requireBanner },
    plugins: [ownModules(workspaceRoot), foreignPackages(inside)],
    logLevel: 'warning',
  });
  for (const { path, text } of write ? outputFiles : []) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await takeNodeModules(text));
  }
  return Object.keys(metafile.inputs);
}

function isOwn(path: string): boolean {
  return !path.includes('node_modules/');
}

/** The package of which each command needs a few names, and whose schemas take longer to load than most commands otherwise. Of other packages a command needs much, and each file more takes time too. */
const schemas = '@bigpanda/release-model';

function ownModules(workspaceRoot: string): Plugin {
  const model = listOwnPackages(workspaceRoot).get(schemas);
  const direct = model === undefined ? undefined : createDirectImports({ name: schemas, folder: join(workspaceRoot, model.folder, 'src') });
  return {
    name: 'own-modules',
    setup: (bundling) => {
      bundling.onLoad({ filter: /\/tools\/[\w-]+\/src\/.*\.ts$/ }, ({ path }) => {
        const contents = redirectOwnUrls(relative(workspaceRoot, path), readFileSync(path, 'utf8'));
        return { contents: direct?.(contents) ?? contents, loader: 'ts' };
      });
    },
  };
}

/** Leaves npm packages outside, but for those that are named; what those import goes in with them. */
function foreignPackages(inside: readonly string[]): Plugin {
  return {
    name: 'foreign-packages',
    setup: (bundling) => {
      bundling.onResolve({ filter: /^[@a-z#]/ }, ({ path, importer, kind }) => {
        const isOurs = kind === 'entry-point' || inside.includes(packageOf(path)) || importer.includes('/node_modules/');
        return isOurs && !path.startsWith('#') ? undefined : { path, external: true };
      });
    },
  };
}

function packageOf(path: string): string {
  return /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path;
}

import { globSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { bundledNode } from '@bigpanda/release-model';
import { requireBanner } from '../bundle-writer.ts';
import { renderLicences } from '../bundled-licences.ts';
import { listLoadedModules, redirectOwnUrls } from './own-urls.ts';

export interface CommandBundle {
  /** Absolute path of the workspace. */
  readonly workspaceRoot: string;
  /** Module that runs the command, below the workspace. */
  readonly entry: string;
  /** Libraries that go into the bundle; others are installed beside it. Ours always go in. */
  readonly libraries: readonly string[];
  /** Absolute path of a folder that is written anew. */
  readonly output: string;
}

/**
 * Bundles a command of the workspace for npm: what each of its commands needs is a file that is loaded when it is chosen, so that none waits for another.
 * Modules that sources name by a URL beside their own (workers, folders of checkers and of providers) stay files of their own.
 * @returns folders of the workspace's packages whose sources are in it, sorted
 */
export async function bundleCommand({ workspaceRoot, entry, libraries, output }: CommandBundle): Promise<string[]> {
  const loaded = listLoadedModules(workspaceRoot, globSync('tools/*/src/**/*.ts', { cwd: workspaceRoot }).sort());
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: workspaceRoot,
    entryPoints: [{ in: entry, out: 'main' }, ...loaded.map((module) => ({ in: module.source, out: module.output }))],
    outdir: output,
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
    plugins: [ownModules(workspaceRoot), foreignPackages(libraries)],
    logLevel: 'warning',
  });
  await writeFile(join(output, 'bundle-folder.js'), 'export default import.meta.url;\n');
  await writeFile(join(output, 'THIRD-PARTY-LICENSES.txt'), await renderLicences(workspaceRoot, Object.keys(metafile.inputs)));
  return [...new Set(Object.keys(metafile.inputs).flatMap((path) => /^tools\/[^/]+(?=\/)/.exec(path) ?? []))].sort();
}

function ownModules(workspaceRoot: string): Plugin {
  return {
    name: 'own-modules',
    setup: (bundling) => {
      bundling.onLoad({ filter: /\/tools\/[\w-]+\/src\/.*\.ts$/ }, ({ path }) => {
        const contents = redirectOwnUrls(relative(workspaceRoot, path), readFileSync(path, 'utf8'));
        return contents === undefined ? undefined : { contents, loader: 'ts' };
      });
    },
  };
}

/** Leaves npm packages outside, but for ours and those that are named; what those import goes in with them. */
function foreignPackages(libraries: readonly string[]): Plugin {
  const inside = (name: string): boolean => name.startsWith('@bigpanda/') || libraries.includes(name);
  return {
    name: 'foreign-packages',
    setup: (bundling) => {
      bundling.onResolve({ filter: /^[@a-z#]/ }, ({ path, importer, kind }) => {
        const isOurs = kind === 'entry-point' || inside(packageOf(path)) || importer.includes('/node_modules/');
        return isOurs && !path.startsWith('#') ? undefined : { path, external: true };
      });
    },
  };
}

function packageOf(path: string): string {
  return /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path;
}

import { build } from 'esbuild';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { canonicalJson, ReleaseError, type RpmDescription } from '@bigpanda/release-model';
import type { ArchiveEntry, SourceBuild } from '@bigpanda/rpm-builder';
import { planBundles } from '../bundle-component.ts';
import { listBundleSources } from './bundle-sources.ts';

/** What the script and esbuild run on. */
const buildRequires = [{ name: 'nodejs(engine)', operator: '>=', evr: '20.11' }] as const;
/** rpm's names of the architectures that esbuild's program is installed for here. */
const architectures: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };
const requireHere = createRequire(import.meta.url);

export interface BundledComponent {
  /** Absolute path of the workspace. */
  readonly workspaceRoot: string;
  /** Folder of the component below it; built. */
  readonly root: string;
  readonly description: RpmDescription;
}

/**
 * How a source package makes the bundles of a component again: from what they are made of and no more, with the same code and the same esbuild.
 * Absent of a component without bundles.
 * @throws ReleaseError `BUNDLE_MISSING`, `SOURCE_OUTSIDE`
 */
export async function planSourceBuild(component: BundledComponent): Promise<SourceBuild | undefined> {
  const { workspaceRoot, root, description } = component;
  const bundles = planBundles(description);
  if (bundles.length === 0) return undefined;
  const inputs = await Promise.all(bundles.map(({ output }) => readInputs(component, output)));
  const { own, thirdParty, links } = listBundleSources(workspaceRoot, inputs.flat());
  const read = (path: string): ArchiveEntry => ({ path, content: readFileSync(join(workspaceRoot, path)) });
  return {
    builtFolders: ['dist/bundle'],
    sources: [
      ...own.map(read),
      ...[...links].map(([path, target]): ArchiveEntry => ({ path, target })),
      { path: '.rpm/rebuild-bundles.mjs', content: await renderScript() },
      { path: '.rpm/bundles.json', content: Buffer.from(canonicalJson({ root, bundles })) },
    ],
    archives: new Map([['nm-prod', thirdParty.map(read)], ['nm-dev', listBundler()]]),
    commands: ['node .rpm/rebuild-bundles.mjs'],
    buildRequires,
    exclusiveArchs: [architectures[process.arch] ?? process.arch, 'noarch'],
  };
}

/** What esbuild's metafile listed when the component was built. */
async function readInputs({ workspaceRoot, root, description }: BundledComponent, output: string): Promise<readonly string[]> {
  const file = posix.join(root, 'dist/bundle/meta', `${output}.json`);
  const text = await readFile(join(workspaceRoot, file), 'utf8').catch((cause: unknown) => {
    throw new ReleaseError('BUNDLE_MISSING', `list the sources of "${description.name}": "${file}" cannot be read`, { cause, hint: `Build the component first: npx nx run ${description.name}:build` });
  });
  return (JSON.parse(text) as { readonly inputs: readonly string[] }).inputs;
}

/** The script as one readable module, so that no more of the tools has to come along. */
async function renderScript(): Promise<Uint8Array> {
  const result = await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: ['rebuild-bundles.ts'],
    bundle: true,
    platform: 'node',
    target: 'node20.11',
    format: 'esm',
    charset: 'utf8',
    external: ['esbuild'],
    write: false,
  });
  const [script] = result.outputFiles;
  if (script === undefined) throw new RangeError('esbuild made no output');
  return script.contents;
}

/** esbuild and its program, below `node_modules` wherever they are installed here. */
function listBundler(): readonly ArchiveEntry[] {
  const library = dirname(requireHere.resolve('esbuild/package.json'));
  const platform = `@esbuild/${process.platform}-${process.arch}`;
  const program = dirname(createRequire(join(library, 'package.json')).resolve(`${platform}/package.json`));
  return [...listPackage(library, 'esbuild'), ...listPackage(program, platform)];
}

function listPackage(folder: string, name: string): readonly ArchiveEntry[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => {
    const file = join(entry.parentPath, entry.name);
    const path = file.slice(folder.length + 1);
    return { path: `node_modules/${name}/${path}`, content: readFileSync(file), isProgram: path.startsWith('bin/') };
  });
}

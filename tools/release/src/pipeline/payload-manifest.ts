import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, type PayloadManifest, type RepositoryConfig } from '@bigpanda/release-model';
import { completePackages } from '@bigpanda/rpm-builder';
import { readMigrationFiles, type Component } from '@bigpanda/tagger';
import { makeManifest } from '@bigpanda/tagger/make-manifest';

/** A checkout whose components are built. */
export interface PayloadWorkspace {
  /** Absolute path. */
  readonly root: string;
  readonly config?: RepositoryConfig | undefined;
}

/** What a built component installs and asks for, without its version. The packages are laid out as rpm-builder lays them out, with a fixed version, time and commit: what is left is the payload. */
export async function reducePayload({ root: workspaceRoot, config }: PayloadWorkspace, { root, description, inputs }: Component): Promise<PayloadManifest> {
  const target = config?.targets[0] ?? { name: 'el9', payload: { codec: 'gzip', level: 9 } } as const;
  const input = {
    description, componentRoot: join(workspaceRoot, root), version: '0', release: '0', target, timeSeconds: 0, commit: '0'.repeat(40), vendor: '', vcsUrl: '',
    licenceText: await readFile(join(workspaceRoot, 'LICENSE')).catch(() => new Uint8Array()),
    extraFiles: generatedFiles(description, config),
  };
  const { specs } = await completePackages(input);
  return makeManifest({ name: description.name, packages: specs, migrations: await readMigrationFiles(workspaceRoot, inputs) });
}

/** What is made from the configuration and not from sources: its configuration stands for it. */
function generatedFiles(description: Component['description'], config: PayloadWorkspace['config']): ReadonlyMap<string, Uint8Array> {
  if (description.build.generate === undefined) return new Map();
  const text = Buffer.from(canonicalJson({ name: config?.name, channels: config?.channels }));
  return new Map(description.contents.flatMap(({ source }) => (source?.startsWith('dist/generated/') === true ? [[source, text] as const] : [])));
}

/** The files of the workspace that a component's bundles hold, by the lists that its build leaves (esbuild's metafiles); absent where nothing is bundled. */
export async function readBundledFiles(folder: string): Promise<readonly string[] | undefined> {
  const meta = join(folder, 'dist/bundle/meta');
  if (!existsSync(meta)) return undefined;
  const lists = (await readdir(meta, { recursive: true })).filter((name) => name.endsWith('.json'));
  const inputs = await Promise.all(lists.map(async (name) => (JSON.parse(await readFile(join(meta, name), 'utf8')) as { readonly inputs: readonly string[] }).inputs));
  return [...new Set(inputs.flat())].filter((path) => !path.includes('node_modules/')).sort();
}

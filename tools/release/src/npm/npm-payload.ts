import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildNpmPackage } from '@bigpanda/nx-plugin/npm-package';
import type { PackageManifest, PayloadManifest } from '@bigpanda/release-model';
import type { ReleaseUnit } from '@bigpanda/tagger';
import { makeIgnored } from '../pipeline/ignored-folder.ts';

/** What of a published package.json others rely on. */
interface PublishedManifest {
  readonly name: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly engines?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** The payload of a package, and the files of the workspace that it is made of. */
export interface NpmPayload {
  readonly manifest: PayloadManifest;
  readonly sources: readonly string[];
}

/** A version that is the same for all, so that only the payload tells two builds apart. */
const noVersion = '0.0.0';

/** What a unit publishes to npm, without its version. */
export async function reduceNpmPackage(workspaceRoot: string, { root, name }: Pick<ReleaseUnit, 'root' | 'name'>): Promise<NpmPayload> {
  await makeIgnored(join(workspaceRoot, 'build'));
  const output = join(workspaceRoot, 'build', `npm-payload-${process.pid}`, root);
  try {
    const sources = await buildNpmPackage({ workspaceRoot, folder: root, version: noVersion, output });
    const files = globSync('**/*', { cwd: output }).filter((path) => statSync(join(output, path)).isFile()).sort();
    return { manifest: describeNpmPayload(name, new Map(files.map((path) => [path, readFileSync(join(output, path))]))), sources };
  } finally {
    await rm(join(workspaceRoot, 'build', `npm-payload-${process.pid}`), { recursive: true, force: true });
  }
}

/** The manifest of a package by its files: commands, modules and exported names are what others rely on. */
export function describeNpmPayload(name: string, files: ReadonlyMap<string, Uint8Array>): PayloadManifest {
  const manifest = JSON.parse(Buffer.from(files.get('package.json') ?? Buffer.from('{}')).toString('utf8')) as PublishedManifest;
  const types = readExportedNames(Buffer.from(files.get('dist/index.d.ts') ?? new Uint8Array()).toString('utf8'));
  const described: PackageManifest = {
    name: manifest.name,
    files: [...files].map(([path, bytes]) => ({ path, type: 'file', mode: '0644', owner: 'root:root', flags: [], digest: createHash('sha256').update(bytes).digest('hex') })),
    dependencies: {
      provides: [...Object.keys(manifest.bin ?? {}).map((one) => `command ${one}`), ...Object.keys(manifest.exports ?? {}).map((one) => `module ${one}`)].sort(),
      requires: [...listRanges(manifest.engines), ...listRanges(manifest.dependencies)].sort(),
      recommends: listRanges(manifest.peerDependencies),
    },
    scriptlets: {},
  };
  return { schema: 1, name, packages: [described], features: types.length === 0 ? {} : { type: Object.fromEntries(types.map((type) => [type, 'dist/index.d.ts'])) } };
}

function listRanges(ranges: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries(ranges).map(([name, range]) => `${name} ${range}`).sort();
}

/** Names that the declarations of an index list; one that exports all of another module, `export *`, tells none. */
function readExportedNames(text: string): string[] {
  const lists = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list = '']) => list.split(','));
  const own = [...text.matchAll(/^export (?:declare )?(?:abstract )?(?:interface|type|class|enum|function|const|let) (\w+)/gm)].map(([, name = '']) => name);
  return [...new Set([...lists.map((one) => one.trim().replace(/^type /, '').replace(/^.* as /, '')).filter((one) => one !== ''), ...own])].sort();
}

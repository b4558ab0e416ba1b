import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** An npm package of which a bundle holds files. */
export interface BundledPackage {
  /** Below the workspace, such as `node_modules/zod`: how a lock file names it too. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** What its package.json says, an SPDX expression as a rule; absent where it says nothing. */
  readonly licence?: string;
  /** Folders of the bundled packages that it imports, sorted. */
  readonly imports: readonly string[];
}

/** What of npm is in a bundle. */
export interface BundledPackages {
  /** Sorted by folder. */
  readonly packages: readonly BundledPackage[];
  /** Folders of the packages that the component's own sources import, sorted. */
  readonly imports: readonly string[];
}

/** The npm packages that left bytes in a bundle, and which imports which: not what is installed or asked for, nor what was read and shaken off. */
export async function listBundledPackages(workspaceRoot: string, { inputs, outputs }: Metafile): Promise<BundledPackages> {
  const present = new Set(Object.values(outputs).flatMap((output) => Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => packageFolder(path))));
  const imports = new Map<string, Set<string>>();
  for (const [path, { imports: edges }] of Object.entries(inputs)) {
    const from = packageFolder(path) ?? '';
    if (from !== '' && !present.has(from)) continue;
    const known = imports.get(from) ?? new Set();
    imports.set(from, known);
    for (const edge of edges) {
      const to = edge.external === true ? undefined : packageFolder(edge.path);
      if (to !== undefined && to !== from && present.has(to)) known.add(to);
    }
  }
  const sorted = (folder: string): readonly string[] => [...imports.get(folder) ?? []].sort();
  const folders = [...imports.keys()].filter((folder) => folder !== '').sort();
  return {
    packages: await Promise.all(folders.map(async (folder) => ({ ...await describePackage(workspaceRoot, folder), imports: sorted(folder) }))),
    imports: sorted(''),
  };
}

/** The folder of the npm package that a bundled file belongs to; absent of our own files. */
export function packageFolder(path: string): string | undefined {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
}

async function describePackage(workspaceRoot: string, folder: string): Promise<Omit<BundledPackage, 'imports'>> {
  const { name, version, license, licenses } = JSON.parse(await readFile(join(workspaceRoot, folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  const licence = nameLicence(license) ?? nameLicence(licenses);
  return { folder, name: String(name), version: String(version), ...(licence === undefined ? {} : { licence }) };
}

/** An expression; before npm 3 it was an object with a type, or a list of them to choose from (npm docs, package.json, "license"). */
function nameLicence(said: unknown): string | undefined {
  if (typeof said === 'string') return said;
  if (Array.isArray(said)) return said.map((one) => nameLicence(one) ?? '').filter((name) => name !== '').join(' OR ') || undefined;
  return typeof said === 'object' && said !== null && 'type' in said ? nameLicence(said.type) : undefined;
}

import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readManifest, type SourceManifest } from './published-manifest.ts';

/** A package of the workspace. */
export interface OwnPackage {
  /** Below the workspace. */
  readonly folder: string;
  readonly manifest: SourceManifest;
}

/** The packages of a workspace by their names, as `workspaces` of its package.json has them. */
export function listOwnPackages(workspaceRoot: string): ReadonlyMap<string, OwnPackage> {
  const { workspaces = [] } = readManifest(workspaceRoot, '.');
  const folders = workspaces.flatMap((pattern) => globSync(join(pattern, 'package.json'), { cwd: workspaceRoot })).map(dirname).sort();
  return new Map(folders.map((folder) => [folder, readManifest(workspaceRoot, folder)] as const).map(([folder, manifest]) => [manifest.name, { folder, manifest }]));
}

/** What a package is made of: itself, and every package of the workspace that it depends on, directly or not; itself first. */
export function listParts(own: ReadonlyMap<string, OwnPackage>, name: string): readonly OwnPackage[] {
  const found = new Set<OwnPackage>();
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const part = own.get(next);
    if (part === undefined || found.has(part)) continue;
    found.add(part);
    waiting.push(...Object.keys(part.manifest.dependencies ?? {}));
  }
  return [...found];
}

/** What of npm is installed beside packages of the workspace, with the versions that they name; sorted. */
export function listForeign(own: ReadonlyMap<string, OwnPackage>, parts: readonly OwnPackage[]): readonly (readonly [string, string])[] {
  const all = parts.flatMap(({ manifest: { dependencies = {} } }) => Object.entries(dependencies)).filter(([name]) => !own.has(name));
  return [...new Map(all)].sort(([left], [right]) => (left < right ? -1 : 1));
}

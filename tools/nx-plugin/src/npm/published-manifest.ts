import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What of a workspace's package.json goes into the published one. */
export interface SourceManifest {
  readonly name: string;
  readonly description: string;
  readonly license: string;
  readonly keywords?: readonly string[];
  readonly engines?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: object;
}

/** One package of the workspace that is made ready for `npm publish`. */
export interface NpmPackage {
  /** Absolute path of the workspace. */
  readonly workspaceRoot: string;
  /** Below the workspace, such as `tools/rpm-format`. */
  readonly folder: string;
  readonly version: string;
  /** Absolute path of the folder that is written anew. */
  readonly output: string;
}

/** The package.json of a folder of the workspace. */
export function readManifest(workspaceRoot: string, folder: string): SourceManifest {
  return JSON.parse(readFileSync(join(workspaceRoot, folder, 'package.json'), 'utf8')) as SourceManifest;
}

/** What every published package says of itself; npm reads its entry points from nowhere else. */
export function describePublished({ name, description, license, keywords = [], engines, peerDependencies, peerDependenciesMeta }: SourceManifest, { workspaceRoot, folder, version }: NpmPackage): object {
  const { url } = JSON.parse(readFileSync(join(workspaceRoot, 'repo-config/repository.json'), 'utf8')) as { readonly url: string };
  return { name, version, description, keywords, license, type: 'module', engines, homepage: url, repository: { type: 'git', url: `git+${url}`, directory: folder }, peerDependencies, peerDependenciesMeta };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NpmDescription } from '@bigpanda/release-model';

/** What of a workspace's package.json goes into the published one. */
export interface SourceManifest {
  readonly name: string;
  readonly description: string;
  readonly license: string;
  readonly keywords?: readonly string[];
  readonly engines?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  /** Modules by the name they are imported under; only in the workspace. */
  readonly exports?: Readonly<Record<string, string>>;
  /** List of executors of an Nx plug-in. */
  readonly executors?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, object>>;
  readonly workspaces?: readonly string[];
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

/** A package with what its folder says of it. */
export interface NpmSource extends NpmPackage {
  readonly manifest: SourceManifest;
  readonly description: NpmDescription;
}

/** What a build gives. */
export interface NpmBuild {
  /** The published package.json. */
  readonly manifest: object;
  /** Files of the workspace's own packages that it is made of, below the workspace, sorted. */
  readonly sources: readonly string[];
}

/** The package.json of a folder of the workspace. */
export function readManifest(workspaceRoot: string, folder: string): SourceManifest {
  return JSON.parse(readFileSync(join(workspaceRoot, folder, 'package.json'), 'utf8')) as SourceManifest;
}

/** What every published package says of itself; npm reads its entry points from nowhere else. */
export function describePublished({ manifest: { name, description, license, keywords = [], engines }, workspaceRoot, folder, version }: NpmSource): object {
  const { url } = JSON.parse(readFileSync(join(workspaceRoot, 'repo-config/repository.json'), 'utf8')) as { readonly url: string };
  return { name, version, description, keywords, license, type: 'module', engines, homepage: url, repository: { type: 'git', url: `git+${url}`, directory: folder } };
}

/** What is installed with a package: always, or only by those who need it. */
export function describeDependencies({ manifest: { peerDependencies = {}, peerDependenciesMeta = {} }, description: { bundled, peers } }: NpmSource, foreign: readonly (readonly [string, string])[]): object {
  const beside = foreign.filter(([name]) => !bundled.includes(name));
  const chosen = beside.filter(([name]) => peers.includes(name));
  return dropEmpty({
    dependencies: Object.fromEntries(beside.filter(([name]) => !peers.includes(name))),
    peerDependencies: { ...peerDependencies, ...Object.fromEntries(chosen.map(([name, version]) => [name, `>=${version}`])) },
    peerDependenciesMeta: { ...peerDependenciesMeta, ...Object.fromEntries(chosen.map(([name]) => [name, { optional: true }])) },
  });
}

function dropEmpty(lists: Readonly<Record<string, object>>): object {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => Object.keys(list).length > 0));
}

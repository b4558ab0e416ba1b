import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { licenceFile } from '../bundled-licences.ts';

/** Files that bundles are made of, as paths below the workspace, and links between them. */
export interface BundleSources {
  /** Files of the workspace's own packages. */
  readonly own: readonly string[];
  /** Files of npm packages. */
  readonly thirdParty: readonly string[];
  /** Links below `node_modules` that lead to packages of the workspace; targets are relative to where the link is. */
  readonly links: ReadonlyMap<string, string>;
}

/**
 * What has to be there to make bundles again: what went into them by esbuild's metafiles, what tells esbuild how to find and read it, and licences.
 * @param inputs paths below the workspace, as esbuild's metafile lists them
 * @throws ReleaseError `SOURCE_OUTSIDE`
 */
export function listBundleSources(workspaceRoot: string, inputs: readonly string[]): BundleSources {
  const files = inputs.map((input) => input.replace(/^\(disabled\):/, ''));
  const outside = files.filter((file) => file.startsWith('../') || posix.isAbsolute(file));
  if (outside.length > 0) throw sourcesOutside(outside);
  const exists = (path: string) => existsSync(join(workspaceRoot, path));
  const manifests = files.flatMap(listFolders).map((folder) => `${folder}/package.json`).filter(exists);
  const licences = manifests.filter(isThirdParty).flatMap((manifest) => listLicences(workspaceRoot, dirname(manifest)));
  const all = [...new Set([...files, ...manifests, ...licences])].sort();
  const own = all.filter((file) => !isThirdParty(file));
  return {
    own: [...new Set([...own, ...listSettings(workspaceRoot, own)])].sort(),
    thirdParty: all.filter(isThirdParty),
    links: findLinks(workspaceRoot, own.filter((file) => file.endsWith('/package.json'))),
  };
}

function isThirdParty(path: string): boolean {
  return path.split('/').includes('node_modules');
}

/** The folders above a path, but not the workspace itself. */
function listFolders(path: string): readonly string[] {
  const folder = posix.dirname(path);
  return folder === '.' ? [] : [folder, ...listFolders(folder)];
}

function listLicences(workspaceRoot: string, folder: string): readonly string[] {
  return readdirSync(join(workspaceRoot, folder)).filter((name) => licenceFile.test(name)).map((name) => `${folder}/${name}`);
}

/** What esbuild reads of TypeScript's configuration: the nearest file above each module, and those that it extends. */
function listSettings(workspaceRoot: string, modules: readonly string[]): readonly string[] {
  const folders = new Set(['.', ...modules.flatMap(listFolders)]);
  const found = [...folders].map((folder) => posix.join(folder, 'tsconfig.json')).filter((path) => existsSync(join(workspaceRoot, path)));
  return found.flatMap((path) => followSettings(workspaceRoot, path));
}

function followSettings(workspaceRoot: string, path: string): readonly string[] {
  const base = /"extends"\s*:\s*"(\.[^"]+)"/.exec(readFileSync(join(workspaceRoot, path), 'utf8'))?.[1];
  const next = base === undefined ? undefined : posix.join(posix.dirname(path), base);
  return next === undefined || next.startsWith('../') || !existsSync(join(workspaceRoot, next)) ? [path] : [path, ...followSettings(workspaceRoot, next)];
}

/** npm links the packages of a workspace; modules find one another through that. */
function findLinks(workspaceRoot: string, manifests: readonly string[]): ReadonlyMap<string, string> {
  return new Map(manifests.flatMap((manifest) => {
    const folder = posix.dirname(manifest);
    const { name } = JSON.parse(readFileSync(join(workspaceRoot, manifest), 'utf8')) as { readonly name?: string };
    const link = `node_modules/${name ?? ''}`;
    const facts = name === undefined ? undefined : lstatSync(join(workspaceRoot, link), { throwIfNoEntry: false });
    const leadsThere = facts?.isSymbolicLink() === true && realpathSync(join(workspaceRoot, link)) === realpathSync(join(workspaceRoot, folder));
    return leadsThere ? [[link, posix.relative(posix.dirname(link), folder)] as const] : [];
  }));
}

function sourcesOutside(paths: readonly string[]): ReleaseError {
  return new ReleaseError('SOURCE_OUTSIDE', `list the sources of bundles: outside of the workspace: ${paths.slice(0, 5).map((path) => `"${path}"`).join(', ')}`, {
    exitStatus: 2,
    hint: 'Install the packages into the node_modules of the workspace itself.',
  });
}

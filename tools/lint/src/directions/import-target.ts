import { posix, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findFolderOf, type Workspace, type WorkspaceFolder } from '../workspace.ts';

/** A specifier as written in a source file. */
export interface ImportSpecifier {
  readonly text: string;
  /** False when `text` is only the beginning: what follows is known when the program runs. */
  readonly complete: boolean;
  /** `module` by the rules of imports; `url` by those of `new URL(text, import.meta.url)`, where every text is a path. */
  readonly kind: 'module' | 'url';
}

/** What a specifier leads to, as far as the workspace is concerned. */
export type ImportTarget =
  /** A package by its name; `folder` is absent when the name has our scope but no folder. */
  | { readonly by: 'name'; readonly packageName: string; readonly folder?: WorkspaceFolder }
  /** A path; `folder` is absent when it is in no package, `place` is below the workspace, or absent when outside. */
  | { readonly by: 'path'; readonly folder?: WorkspaceFolder; readonly place?: string; readonly absolute: boolean }
  /** A name of ours whose end is not known. */
  | { readonly by: 'unfinished-name' };

const pathLike = /^(?:\.{0,2}(?:[/\\]|$)|file:)/i;
const otherScheme = /^[a-z][a-z0-9+.-]*:/i;

/**
 * Where a specifier leads; `undefined` when that is no concern of the workspace: other packages, `node:`, web addresses
 * and entries of the own package's `imports` (which are judged in its package.json).
 * @param importer absolute path of the file it stands in
 */
export function resolveImport(workspace: Workspace, specifier: ImportSpecifier, importer: string): ImportTarget | undefined {
  if (specifier.text === '') return undefined;
  if (pathLike.test(specifier.text)) return resolvePath(workspace, specifier, importer);
  if (otherScheme.test(specifier.text) || specifier.text.startsWith('#')) return undefined;
  if (specifier.kind === 'url') return resolvePath(workspace, { ...specifier, text: `./${specifier.text}` }, importer);
  return resolveName(workspace, specifier);
}

function resolveName(workspace: Workspace, { text, complete }: ImportSpecifier): ImportTarget | undefined {
  // require('x/../@scope/y') works for packages without `exports`.
  const parts = posix.normalize(text.replace(/[?#].*$/, '')).split('/');
  const scope = parts[0]?.startsWith('@') === true ? `${parts[0]}/` : undefined;
  const nameParts = scope === undefined ? 1 : 2;
  if (!complete && parts.length <= nameParts) {
    const isOurs = workspace.folders.some(({ name }) => name.startsWith(text));
    return isOurs ? { by: 'unfinished-name' } : undefined;
  }
  const packageName = parts.slice(0, nameParts).join('/');
  const folder = workspace.folders.find(({ name }) => name === packageName);
  if (folder !== undefined) return { by: 'name', packageName, folder };
  const isOurScope = scope !== undefined && workspace.folders.some(({ name }) => name.startsWith(scope));
  return isOurScope ? { by: 'name', packageName } : undefined;
}

function resolvePath(workspace: Workspace, { text, complete }: ImportSpecifier, importer: string): ImportTarget {
  const known = complete ? text : text.slice(0, text.lastIndexOf('/') + 1);
  const absolute = /^(?:[/\\]|file:)/i.test(text);
  const place = relative(workspace.root, absolutePath(known, importer));
  const packageInModules = /(?:^|.*\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(place)?.[1];
  if (packageInModules !== undefined) {
    const folder = workspace.folders.find(({ name }) => name === packageInModules);
    return { by: 'path', place, absolute, ...(folder === undefined ? {} : { folder }) };
  }
  if (place === '..' || place.startsWith('../')) return { by: 'path', absolute };
  const folder = findFolderOf(workspace, place);
  return { by: 'path', place, absolute, ...(folder === undefined ? {} : { folder }) };
}

function absolutePath(text: string, importer: string): string {
  try {
    return fileURLToPath(new URL(text, pathToFileURL(importer)));
  } catch {
    // An encoded slash or a host name: not a path by the rules of URLs, so read it as a plain path.
    return resolve(importer, '..', text);
  }
}

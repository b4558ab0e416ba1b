import { execFileSync } from 'node:child_process';
import { lstatSync, readdirSync } from 'node:fs';
import { join, matchesGlob, posix } from 'node:path';

/** Folders that no one edits; a plain folder has no .gitignore that would say so. */
const unreadFolders = new Set(['node_modules', 'dist', '.git', '.nx', '__pycache__', '.venv']);
/** Trees of wrong files that tests need are examples, not sources. */
const exampleTree = /(?:^|\/)test\/fixtures\//u;
const listLimitBytes = 256 * 1024 * 1024;

/**
 * The files of a repository, sorted, as paths below it with `/`: what git knows or would add, in a folder that git does not
 * know every file. Symbolic links are listed and not followed; folders of examples (`test/fixtures`) are left out.
 * @param ignore globs of files to leave out
 */
export function listSources(root: string, ignore: readonly string[]): string[] {
  const listed = listByGit(root) ?? listFolder(root, '.');
  const wanted = listed.filter((path) => !isUnread(path) && !ignore.some((pattern) => matchesGlob(path, pattern)));
  return [...new Set(wanted)].filter((path) => isThere(join(root, path))).toSorted();
}

function isUnread(path: string): boolean {
  return exampleTree.test(path) || path.split('/').some((part) => part === 'node_modules');
}

/** Undefined where git is missing, does not know the folder, or refuses it. */
function listByGit(root: string): string[] | undefined {
  try {
    const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const listed = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: listLimitBytes, stdio: ['ignore', 'pipe', 'ignore'] });
    return listed.split('\0').filter((path) => path !== '');
  } catch {
    return undefined;
  }
}

function listFolder(root: string, folder: string): string[] {
  let entries;
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    // Told as an unreadable file: its path is listed in place of what it holds.
    return [folder];
  }
  return entries.flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return unreadFolders.has(entry.name) ? [] : listFolder(root, path);
  });
}

/** What git lists may be deleted in the work tree, or be a folder (a submodule). */
function isThere(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found !== undefined && (!found.isDirectory() || !isReadable(path));
}

function isReadable(folder: string): boolean {
  try {
    readdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

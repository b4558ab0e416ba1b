import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { readGit } from '@bigpanda/tagger';

/** A file of a folder that is looked at. */
export interface FolderFile {
  /** Below the folder, with slashes. */
  readonly path: string;
  readonly isProgram: boolean;
  /** The first line when it begins with `#!`; empty otherwise. */
  readonly interpreterLine: string;
}

/** What a description can be guessed from. */
export interface FolderFacts {
  /** Of the folder itself. */
  readonly name: string;
  /** Sorted by path. */
  readonly files: readonly FolderFile[];
  /** Contents of the files that say what a project is, and of units, by path; those that are there. */
  readonly texts: ReadonlyMap<string, string>;
  /** Where git says that the folder comes from; absent when it does not. */
  readonly remoteUrl?: string;
}

/** What a build makes or a tool keeps, and what is not for installing. */
const passedOver = /^(?:\..*|node_modules|dist|build|coverage|venv|__pycache__|.*\.egg-info|.*\.pyc|.*~|tests?|package-lock\.json|rpm\.json)$/;
const tellingFile = /^(?:package\.json|pyproject\.toml|setup\.cfg|setup\.py|(?:README|LICEN[CS]E|COPYING)[^/]*|(?:.*\/)?[^/]+\.(?:service|socket|timer|path|target|mount))$/i;
const mostFiles = 5_000;
const mostTextBytes = 256 * 1024;
const firstLineBytes = 200;

/**
 * What is in a folder that is to become a component; build results, tests and hidden files are passed over.
 * @throws ReleaseError `FOLDER_TOO_LARGE`
 */
export async function readFolderFacts(folder: string): Promise<FolderFacts> {
  const paths = await listPaths(folder);
  const files = await Promise.all(paths.map((path) => readFileFacts(folder, path)));
  const texts = await Promise.all(paths.filter((path) => tellingFile.test(path)).map(async (path) => [path, await readText(join(folder, path))] as const));
  const remoteUrl = (await readGit(folder, ['remote', 'get-url', 'origin']).catch(() => '')).trim();
  return { name: basename(folder), files, texts: new Map(texts), ...(remoteUrl === '' ? {} : { remoteUrl }) };
}

async function listPaths(folder: string): Promise<readonly string[]> {
  const paths: string[] = [];
  const folders = [''];
  for (const below of folders) {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (passedOver.test(entry.name)) continue;
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile()) paths.push(path);
    }
    if (paths.length > mostFiles) throw new ReleaseError('FOLDER_TOO_LARGE', `look at "${folder}": found more than ${mostFiles} files`, { exitStatus: 2, hint: 'Name the folder of the component itself, or write rpm.json by hand; docs/components.md shows one.' });
  }
  return paths.sort();
}

async function readFileFacts(folder: string, path: string): Promise<FolderFile> {
  const { mode } = await stat(join(folder, path));
  const isProgram = (mode & 0o111) !== 0;
  return { path, isProgram, interpreterLine: isProgram ? await readFirstLine(join(folder, path)) : '' };
}

async function readFirstLine(path: string): Promise<string> {
  const text = (await readFile(path)).toString('latin1', 0, firstLineBytes);
  return text.startsWith('#!') ? (text.split('\n')[0] ?? '') : '';
}

async function readText(path: string): Promise<string> {
  return (await readFile(path)).toString('utf8', 0, mostTextBytes);
}

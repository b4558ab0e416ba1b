import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { fixedPart, matchesPattern } from '@bigpanda/release-model';

/** The files and links below a folder that match a pattern, as paths below the folder, sorted. Folders are looked into only where a match can lie; links to folders are not followed. */
export async function findMatches(root: string, pattern: string): Promise<readonly string[]> {
  const names = posix.normalize(pattern).split('/');
  return (await walk({ root, names, folder: fixedPart(posix.normalize(pattern)) })).filter((path) => matchesPattern(path, posix.normalize(pattern))).sort();
}

interface Walk {
  readonly root: string;
  /** The names of the pattern. */
  readonly names: readonly string[];
  /** Path of the folder to look into, below the root. */
  readonly folder: string;
}

async function walk({ root, names, folder }: Walk): Promise<readonly string[]> {
  const depth = folder === '' ? 0 : folder.split('/').length;
  const anyDepth = names.indexOf('**');
  const below = await Promise.all((await listFolder(join(root, folder))).map(async (entry) => {
    const path = posix.join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    const isWithin = anyDepth >= 0 && anyDepth <= depth ? true : depth < names.length - 1 && matchesPattern(entry.name, names[depth] ?? '');
    return isWithin ? walk({ root, names, folder: path }) : [];
  }));
  return below.flat();
}

async function listFolder(path: string): Promise<readonly Dirent[]> {
  return readdir(path, { withFileTypes: true }).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw cause;
  });
}

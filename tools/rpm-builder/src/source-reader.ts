import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { ReleaseError, type ConfigurationProblem } from '@bigpanda/release-model';
import { listPackages } from './described-package.ts';
import type { PackInput } from './pack-input.ts';
import type { SourceFile, SourceTrees } from './source-tree.ts';

/** Larger files are streamed; opening a stream costs more than reading a small file. */
const streamedBytes = 1024 * 1024;

/**
 * Finds every file that the description's sources stand for; contents are read later.
 * @throws ReleaseError `RPM_SOURCE_MISSING` with all missing sources at once, `RPM_SOURCE_INVALID` for what is neither file nor folder
 */
export async function readSourceTrees(input: PackInput): Promise<SourceTrees> {
  const sources = listSources(input);
  const trees = await Promise.all(sources.map(({ source }) => readSource(input, source)));
  const missing = sources.filter((_, index) => trees[index]?.length === 0);
  if (missing.length > 0) throw missingSources(input, missing);
  return new Map(sources.map(({ source }, index) => [source, trees[index] ?? []]));
}

interface NamedSource {
  readonly source: string;
  /** Where the description names it, such as `contents[2].source`. */
  readonly place: string;
}

function listSources(input: PackInput): readonly NamedSource[] {
  return listPackages(input.description).flatMap(({ package: described, place }) => [
    ...described.contents.flatMap(({ source }, index) => (source === undefined ? [] : [{ source, place: `${place}contents[${index}].source` }])),
    ...described.units.map(({ source }, index) => ({ source, place: `${place}units[${index}].source` })),
  ]);
}

/** All files below the source, none when there is nothing; files that are only handed in lie over those on disk. */
async function readSource(input: PackInput, source: string): Promise<readonly SourceFile[]> {
  const path = posix.normalize(source).replace(/\/$/, '');
  const files = new Map((await readDisk(join(input.componentRoot, path), source)).map((file) => [file.path, file]));
  for (const [extraPath, content] of input.extraFiles ?? []) {
    if (extraPath === path) return [{ path: '', content }];
    if (extraPath.startsWith(`${path}/`)) files.set(extraPath.slice(path.length + 1), { path: extraPath.slice(path.length + 1), content });
  }
  return [...files.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
}

async function readDisk(root: string, source: string): Promise<readonly SourceFile[]> {
  const found = await stat(root).catch((cause: unknown) => {
    if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')) return undefined;
    throw cause;
  });
  if (found === undefined) return [];
  if (found.isFile()) return [{ path: '', content: readLater(root, found.size) }];
  if (!found.isDirectory()) throw invalidSource(source);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => ({ entry, file: join(entry.parentPath, entry.name) }));
  return Promise.all(files.map(async ({ entry, file }) => {
    const path = file.slice(root.length + 1);
    if (!entry.isFile()) throw invalidSource(posix.join(source, path));
    return { path, content: readLater(file, (await stat(file)).size) };
  }));
}

function readLater(file: string, sizeBytes: number): SourceFile['content'] {
  return { sizeBytes, read: () => (sizeBytes > streamedBytes ? createReadStream(file) : readWhole(file)) };
}

async function* readWhole(file: string): AsyncIterable<Uint8Array> {
  yield await readFile(file);
}

function missingSources(input: PackInput, missing: readonly NamedSource[]): ReleaseError {
  const problems = missing.map(({ source, place }): ConfigurationProblem => ({
    path: `rpm.json: ${place}`,
    found: `"${source}", which does not exist or is an empty folder`,
    allowed: 'a file, or a folder with at least one file',
  }));
  const names = missing.map(({ source }) => `"${source}"`).join(', ');
  return new ReleaseError('RPM_SOURCE_MISSING', `pack "${input.description.name}": sources missing below "${input.componentRoot}": ${names}`, {
    problems,
    hint: 'Build the component first, so that what its rpm.json names is there.',
  });
}

function invalidSource(source: string): ReleaseError {
  return new ReleaseError('RPM_SOURCE_INVALID', `read the source "${source}": it is neither a file nor a folder`, {
    exitStatus: 2,
    hint: 'Name files and folders only, and write a symbolic link as an entry of type "symlink".',
  });
}

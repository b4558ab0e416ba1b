import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fixedPart, isPattern, matchesPattern, ReleaseError, type ConfigurationProblem } from '@bigpanda/release-model';
import { listSources, type NamedSource } from './named-source.ts';
import type { PackInput } from './pack-input.ts';
import { readLater } from './source-content.ts';
import { findMatches } from './source-pattern.ts';
import type { SourceFile, SourceTrees } from './source-tree.ts';

/**
 * Finds every file that the description's sources stand for; contents are read later. Links may lead about within the
 * component's folder, but not out of it, so that nothing else of the machine gets into a package.
 * @throws ReleaseError `RPM_SOURCE_MISSING` with all missing sources at once; `RPM_SOURCE_INVALID` with all that are neither
 * file nor folder, lie outside of the component's folder, or are folders with a link in them; exit status 2; `RPM_SOURCE_CHANGED`
 */
export async function readSourceTrees(input: PackInput): Promise<SourceTrees> {
  const sources = listSources(input);
  const found = await Promise.all(sources.map(async (named) => ({ ...named, ...(await readSource(input, named.source)) })));
  if (found.some(({ refused }) => refused.length > 0)) throw invalidSources(input, found);
  const missing = found.filter(({ files }) => files.length === 0);
  if (missing.length > 0) throw missingSources(input, missing);
  return new Map(found.map(({ source, files }) => [source, files]));
}

/** What a source stands for. */
interface FoundSource {
  readonly files: readonly SourceFile[];
  /** What may not be packed, and why. */
  readonly refused: readonly string[];
}

/** All files below the source or matching its pattern, none when there is nothing. */
async function readSource(input: PackInput, source: string): Promise<FoundSource> {
  const path = posix.normalize(source).replace(/\/$/, '');
  return isPattern(path) ? readPattern(input, path) : readPath(input, path);
}

/** Files that are only handed in lie over those on disk. */
function readPath(input: PackInput, path: string): FoundSource {
  const { files: onDisk, refused } = readDisk(input.componentRoot, path);
  const added = new Map<string, SourceFile>();
  for (const [extraPath, content] of input.extraFiles ?? []) {
    if (extraPath === path) return { files: [{ path: '', content }], refused };
    if (extraPath.startsWith(`${path}/`)) added.set(extraPath.slice(path.length + 1), { path: extraPath.slice(path.length + 1), content });
  }
  const files = [...onDisk.filter((file) => !added.has(file.path)), ...added.values()];
  return { files: files.sort((left, right) => (left.path < right.path ? -1 : 1)), refused };
}

/** All files that match a pattern, by their paths below its fixed part. */
async function readPattern(input: PackInput, pattern: string): Promise<FoundSource> {
  const added = [...(input.extraFiles?.keys() ?? [])].filter((path) => matchesPattern(path, pattern));
  const paths = [...new Set([...(await findMatches(input.componentRoot, pattern)), ...added])].sort();
  const found = paths.map((path) => ({ path, ...readPath(input, path) }));
  const folder = fixedPart(pattern);
  return {
    files: found.flatMap(({ path, files }) => files.map(({ content }) => ({ path: posix.relative(folder, path), content }))),
    refused: found.flatMap(({ refused }) => refused),
  };
}

/** Without asking another thread for each folder and file, which takes longer than they do: a component may have hundreds of sources. */
function readDisk(componentRoot: string, source: string): FoundSource {
  const component = resolveLinks(componentRoot);
  const root = resolveLinks(join(componentRoot, source));
  if (component === undefined || root === undefined) return { files: [], refused: [] };
  if (root !== component && !root.startsWith(`${component}/`)) return refuse(`"${source}", a link that leads out of the component's folder, to "${root}"`);
  const found = lstatSync(root);
  if (found.isFile()) return { files: [{ path: '', content: readLater(root) }], refused: [] };
  return found.isDirectory() ? readFolder(root, source) : refuse(`"${source}", which is neither a file nor a folder`);
}

function readFolder(root: string, source: string): FoundSource {
  const [files, refused, folders]: [SourceFile[], string[], string[]] = [[], [], ['']];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile()) files.push({ path, content: readLater(root, path) });
      else refused.push(`"${posix.join(source, path)}", which is ${entry.isSymbolicLink() ? 'a link inside a folder' : 'neither a file nor a folder'}`);
    }
  }
  return { files, refused: refused.sort() };
}

/** The path without links, nothing when there is nothing or a link leads nowhere. */
function resolveLinks(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return undefined;
    throw cause;
  }
}

function refuse(reason: string): FoundSource {
  return { files: [], refused: [reason] };
}

function missingSources(input: PackInput, missing: readonly NamedSource[]): ReleaseError {
  const problems = missing.map(({ source, place }): ConfigurationProblem => ({
    path: `rpm.json: ${place}`,
    found: isPattern(source) ? `"${source}", which matches no file` : `"${source}", which does not exist or is an empty folder`,
    allowed: isPattern(source) ? 'a pattern that matches at least one file' : 'a file, or a folder with at least one file',
  }));
  const names = missing.map(({ source }) => `"${source}"`).join(', ');
  return new ReleaseError('RPM_SOURCE_MISSING', `pack "${input.description.name}": sources missing below "${input.componentRoot}": ${names}`, {
    problems,
    hint: 'Build the component first, so that what its rpm.json names is there.',
  });
}

function invalidSources(input: PackInput, found: readonly (NamedSource & FoundSource)[]): ReleaseError {
  const problems = found.flatMap(({ place, refused }) => refused.map((text): ConfigurationProblem => ({
    path: `rpm.json: ${place}`,
    found: text,
    allowed: "a file or folder within the component's folder; in a folder, only files and folders",
  })));
  const reasons = problems.map((problem) => problem.found).join('; ');
  return new ReleaseError('RPM_SOURCE_INVALID', `pack "${input.description.name}": sources below "${input.componentRoot}" that cannot be packed: ${reasons}`, {
    exitStatus: 2,
    problems,
    hint: 'Copy what is needed into the component\'s folder, and write a symbolic link as an entry of type "symlink".',
  });
}

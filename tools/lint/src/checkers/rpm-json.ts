import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseRpmDescription, ReleaseError, type PackageDescription, type RpmDescription } from '@bigpanda/release-model';
import type { Checker } from '../checker.ts';
import type { JsonPath } from '../json-locations.ts';
import { draftJsonProblems, type JsonProblem } from '../json-problems.ts';
import { findFolderOf, rootFolder } from '../workspace.ts';

const unreadFolders = new Set(['node_modules', 'dist', '.git', '.nx']);

/** A text of an rpm.json with its place. */
interface PlacedText {
  readonly path: JsonPath;
  readonly text: string;
}

/** The main package of a description or a sub-package, with its place. */
interface PlacedPackage {
  readonly path: JsonPath;
  readonly part: PackageDescription;
}

/** What is wrong in the rpm.json files: against their schema, sources that do not exist, summaries that end in a full stop. */
export const checker: Checker = ({ workspace, folders }) => {
  const files = globSync('**/rpm.json', { cwd: workspace.root, exclude: (name) => unreadFolders.has(posix.basename(name)) });
  const wanted = files.filter((file) => folders.includes(findFolderOf(workspace, file)?.folder ?? rootFolder));
  return Promise.resolve(wanted.flatMap((file) => draftJsonProblems(workspace, { rule: 'rpm-json', file }, findProblems(workspace.root, file))));
};

function findProblems(root: string, file: string): JsonProblem[] {
  try {
    const description = parseRpmDescription(readFileSync(join(root, file), 'utf8'), file);
    const packages = [{ path: [], part: description }, ...description.subpackages.map((part, index) => ({ path: ['subpackages', index], part }))];
    const sources = [...listEntries(description), ...packages.flatMap(listSources)];
    return [...findMissing(sources, join(root, file, '..')), ...packages.flatMap(findFullStop)];
  } catch (error) {
    if (error instanceof ReleaseError) return listParseProblems(error, file);
    throw error;
  }
}

function listParseProblems(error: ReleaseError, file: string): JsonProblem[] {
  const hint = error.hint === undefined ? {} : { hint: error.hint };
  if (error.problems.length === 0) return [{ path: [], message: error.message, ...hint }];
  return error.problems.map((problem) => {
    const place = problem.path.replace(`${file}: `, '');
    return { path: readPath(place), message: `read rpm.json: "${place}" is ${problem.found}, wanted ${problem.allowed}`, ...hint };
  });
}

/** The path that is written `contents[2].mode`. */
function readPath(written: string): JsonPath {
  return [...written.matchAll(/\[(\d+)\]|[^.[\]]+/gu)].map((match) => (match[1] === undefined ? match[0] : Number(match[1])));
}

function findMissing(sources: readonly PlacedText[], componentFolder: string): JsonProblem[] {
  const missing = sources.filter(({ text }) => !isBuilt(text) && !existsSync(join(componentFolder, text)));
  return missing.map(({ path, text }) => ({
    path,
    message: `find the sources: "${text}" does not exist`,
    hint: 'Add the file, correct the path, or build it below dist/.',
  }));
}

function isBuilt(source: string): boolean {
  return posix.normalize(source).split('/')[0] === 'dist';
}

function listEntries({ build }: RpmDescription): PlacedText[] {
  return build.bundles.map(({ entry }, index) => ({ path: ['build', 'bundles', index, 'entry'], text: entry }));
}

function listSources({ part, path }: PlacedPackage): PlacedText[] {
  const contents = part.contents.map(({ source }, index) => ({ path: [...path, 'contents', index, 'source'], text: source }));
  const units = part.units.map(({ source }, index) => ({ path: [...path, 'units', index, 'source'], text: source }));
  return [...contents, ...units].flatMap(({ path: place, text }) => (text === undefined ? [] : [{ path: place, text }]));
}

function findFullStop({ part, path }: PlacedPackage): JsonProblem[] {
  if (!part.summary.trimEnd().endsWith('.')) return [];
  return [{
    path: [...path, 'summary'],
    message: `check the summary of "${part.name}": it ends in a full stop`,
    hint: 'Remove the full stop, as rpm tools show summaries as titles.',
  }];
}

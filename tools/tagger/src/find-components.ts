import * as z from 'zod';
import { isExamplePath, parseConfiguration, parseNpmDescription, parseRpmDescription, ReleaseError, type RpmDescription } from '@bigpanda/release-model';
import { isComponent, type Component, type PublishedPackage, type ReleaseUnit } from './component.ts';
import { listComponentFiles } from './component-files.ts';
import { baseName, folderOf } from './path-parts.ts';
import { readIfPresent } from './present-file.ts';
import { createClosureFinder, type Project } from './project-closure.ts';

/** What of a package.json is read; the rest is npm's. */
const projectSchema = z.looseObject({ name: z.string().default(''), dependencies: z.record(z.string(), z.string()).default({}) });

/** Lock files of npm, yarn and pnpm. */
const lockFiles: readonly string[] = ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml'];

export interface FindOptions {
  /** Absolute path of the workspace. */
  readonly workspaceRoot: string;
  /** Paths that every package depends on, such as the lock file. */
  readonly sharedInputs: readonly string[];
  /** What {@link listComponentFiles} gave, where it was asked already. */
  readonly files?: Promise<readonly string[]>;
}

/**
 * The components of a workspace that RPMs are made of, sorted by name: one for each `rpm.json` that git knows or that is new and not ignored.
 * @throws as {@link findUnits}
 */
export async function findComponents(options: FindOptions): Promise<Component[]> {
  return (await findUnits(options)).filter(isComponent);
}

/**
 * Everything in a workspace that is released, sorted by name: one unit for each folder with an `rpm.json` or an `npm.json` that git knows or that is new and not ignored.
 * @throws ReleaseError `RPM_JSON_INVALID` with the problems of all files, `RPM_JSON_MISSING` where there is none, `NPM_JSON_INVALID`, `NPM_PACKAGE_MISSING`
 */
export async function findUnits({ workspaceRoot, sharedInputs, files = listComponentFiles(workspaceRoot) }: FindOptions): Promise<ReleaseUnit[]> {
  const paths = choosePaths(await files);
  const named = (name: string): string[] => paths.filter((path) => path.endsWith(name) && baseName(path) === name);
  const descriptions = new Map(readDescriptions(workspaceRoot, named('rpm.json')).map(({ root, description }) => [root, description]));
  const projects = readProjects(workspaceRoot, named('package.json'));
  const published = readPublished(workspaceRoot, named('npm.json'), projects);
  if (descriptions.size + published.size === 0) {
    throw new ReleaseError('RPM_JSON_MISSING', 'find components: no folder has an "rpm.json"', { exitStatus: 2, hint: 'Describe a component in an rpm.json: bigpanda rpm init writes one, docs/components.md shows one.' });
  }
  const findClosure = createClosureFinder(projects);
  const units = [...new Set([...descriptions.keys(), ...published.keys()])].map((root): ReleaseUnit => {
    const [description, npm, closure] = [descriptions.get(root), published.get(root), findClosure(root)];
    const shared = sharedInputs.filter((input) => !lockFiles.includes(input) || npm !== undefined || (description !== undefined && usesLockFile(description)));
    return {
      name: description?.name ?? npm?.name ?? root, root,
      ...(description === undefined ? {} : { description }), ...(npm === undefined ? {} : { npm }),
      libraries: closure.filter((folder) => folder !== root), inputs: [...closure, ...shared].sort(),
    };
  });
  refuseTwins(units);
  return units.sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** What goes to npm, by folder. */
function readPublished(workspaceRoot: string, files: readonly string[], projects: readonly Project[]): ReadonlyMap<string, PublishedPackage> {
  return new Map(files.flatMap((file) => {
    const [text, root] = [readIfPresent(workspaceRoot, file), folderOf(file)];
    if (text === undefined) return [];
    const description = parseNpmDescription(text, file);
    const name = projects.find((project) => project.root === root)?.name ?? '';
    if (name === '') throw new ReleaseError('NPM_PACKAGE_MISSING', `find components: "${file}" has no package.json with a name beside it`, { exitStatus: 2, hint: 'Write one: its name is that of the package in the registry.' });
    return [[root, { name, description }] as const];
  }));
}

/** Whether what a component installs is built with packages that the lock file names: bundles, or what another build leaves in `dist/`. */
function usesLockFile({ build, contents, subpackages }: RpmDescription): boolean {
  const sources = [contents, ...subpackages.map((sub) => sub.contents)].flat().flatMap(({ source }) => source ?? []);
  return build.bundles.length > 0 || sources.some((source) => /^dist\/(?!generated\/|python\/)/.test(source));
}

/** Files of examples describe no component; of a folder in the place of a file git names what is in it. */
function choosePaths(files: readonly string[]): string[] {
  const paths = files.map((path) => (path.includes('rpm.json/') ? path.replace(/((?:^|\/)rpm\.json)\/.*$/s, '$1') : path));
  return [...new Set(paths)].filter((path) => !isExamplePath(path)).sort();
}

interface DescribedFolder {
  readonly root: string;
  readonly description: RpmDescription;
}

function readDescriptions(workspaceRoot: string, files: readonly string[]): DescribedFolder[] {
  const texts = files.map((file) => readIfPresent(workspaceRoot, file));
  const failures: ReleaseError[] = [];
  const found: DescribedFolder[] = [];
  for (const [index, file] of files.entries()) {
    const text = texts[index];
    if (text === undefined) continue;
    try {
      found.push({ root: folderOf(file), description: parseRpmDescription(text, file) });
    } catch (error) {
      if (!(error instanceof ReleaseError)) throw error;
      failures.push(error);
    }
  }
  const [first, ...others] = failures;
  if (first !== undefined) throw others.length === 0 ? first : joinFailures(failures);
  return found;
}

function joinFailures(failures: readonly ReleaseError[]): ReleaseError {
  const problems = failures.flatMap((failure) => (failure.problems.length > 0 ? failure.problems : [{ path: failure.message, found: 'no JSON', allowed: 'JSON' }]));
  return new ReleaseError('RPM_JSON_INVALID', `read rpm.json: ${failures.length} files have ${problems.length} problems`, { exitStatus: 2, problems, hint: failures[0]?.hint ?? '' });
}

function readProjects(workspaceRoot: string, files: readonly string[]): Project[] {
  return files.flatMap((file) => {
    const text = readIfPresent(workspaceRoot, file);
    return text === undefined ? [] : [parseProject(text, file)];
  });
}

function parseProject(text: string, file: string): Project {
  const { name, dependencies } = parseConfiguration(projectSchema, { text, file, code: 'PACKAGE_JSON_INVALID', what: 'read package.json' });
  return { root: folderOf(file), name, dependencies: Object.keys(dependencies) };
}

function refuseTwins(units: readonly ReleaseUnit[]): void {
  const owners = new Map<string, string>();
  for (const component of units) {
    for (const name of [component.name, ...component.description?.subpackages.map((sub) => sub.name) ?? []]) {
      const other = owners.get(name);
      if (other !== undefined) {
        throw new ReleaseError('RPM_NAME_TWICE', `find components: the package "${name}" is described in "${other}" and in "${component.root}"`, { exitStatus: 2, hint: 'Give one of them another name.' });
      }
      owners.set(name, component.root);
    }
  }
}

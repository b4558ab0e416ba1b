import { existsSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fixedPart, isPattern, matchesPattern, parseRpmDescription, ReleaseError, type PackageDescription, type RpmDescription } from '@bigpanda/release-model';
import type { Checker, CheckScope, RuleDescription } from '../checker.ts';
import { draftFailure } from '../file-checker.ts';
import type { FindingDraft } from '../finding.ts';
import type { JsonPath } from '../json-locations.ts';
import { draftJsonProblems, type JsonProblem } from '../json-problems.ts';
import { readDescribedFacts } from '../rpm/described-facts.ts';
import type { PackageProblem } from '../rpm/package-facts.ts';
import { judgePackage, packageRules } from '../rpm/package-rules.ts';
import type { Workspace } from '../workspace.ts';

const ownRule: RuleDescription = { rule: 'bigpanda/rpm-json', severity: 'error', summary: 'Every `rpm.json` keeps to its schema, and its sources exist (those below `dist/` are made by the build)' };

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

/** What is wrong in the rpm.json files: against their schema, sources that do not exist, and the rules about packages. */
export const checker: Checker = { title: 'Packages, described', listRules: async () => [ownRule, ...packageRules], check };

async function check({ workspace, files }: CheckScope): Promise<readonly FindingDraft[]> {
  const described = files.filter(({ path, read }) => posix.basename(path) === 'rpm.json' && read().source !== undefined);
  return described.flatMap(({ path, read }) => {
    try {
      return judgeDescription(workspace, path, read().source?.text ?? '');
    } catch (error) {
      return [draftFailure('rpm-json', path, error)];
    }
  });
}

function judgeDescription(workspace: Workspace, file: string, text: string): FindingDraft[] {
  const byRule = Map.groupBy(findProblems(workspace.root, file, text), ({ rule }) => rule);
  return [...byRule].flatMap(([rule, own]) => draftJsonProblems(workspace, { rule, file }, own));
}

type RuleProblem = JsonProblem & { readonly rule: string };

function findProblems(root: string, file: string, text: string): RuleProblem[] {
  try {
    const description = parseRpmDescription(text, file);
    const folder = join(root, file, '..');
    const packages: PlacedPackage[] = [{ path: [], part: description }, ...description.subpackages.map((part, index) => ({ path: ['subpackages', index], part }))];
    const sources = [...listEntries(description), ...packages.flatMap(listSources)];
    const facts = readDescribedFacts(description, folder);
    return [
      ...findMissing(sources, folder).map((problem) => ({ ...problem, rule: 'rpm-json' })),
      ...packages.flatMap((placed, index) => {
        const own = facts[index];
        return own === undefined ? [] : judgePackage(own).map((problem) => place(problem, placed));
      }),
    ];
  } catch (error) {
    if (error instanceof ReleaseError) return listParseProblems(error, file).map((problem) => ({ ...problem, rule: 'rpm-json' }));
    throw error;
  }
}

function place({ rule, message, hint, about }: PackageProblem, { path, part }: PlacedPackage): RuleProblem {
  const said = { rule, message, hint };
  if ('part' in about) return { ...said, path: [...path, about.part] };
  if ('scriptlet' in about) return { ...said, path: [...path, 'scriptlets', about.scriptlet] };
  const index = part.contents.findIndex(({ destination }) => destination === about.path);
  return { ...said, path: [...path, 'contents', index, 'destination'] };
}

function listParseProblems(error: ReleaseError, file: string): JsonProblem[] {
  const hint = error.hint === undefined ? {} : { hint: error.hint };
  if (error.problems.length === 0) return [{ path: [], message: error.message, ...hint }];
  return error.problems.map((problem) => {
    const where = problem.path.replace(`${file}: `, '');
    return { path: readPath(where), message: `read rpm.json: "${where}" is ${problem.found}, wanted ${problem.allowed}`, ...hint };
  });
}

/** The path that is written `contents[2].mode`. */
function readPath(written: string): JsonPath {
  return [...written.matchAll(/\[(\d+)\]|[^.[\]]+/gu)].map((match) => (match[1] === undefined ? match[0] : Number(match[1])));
}

function findMissing(sources: readonly PlacedText[], componentFolder: string): JsonProblem[] {
  const missing = sources.filter(({ text }) => !isBuilt(text) && !isThere(componentFolder, text));
  return missing.map(({ path, text }) => ({
    path,
    message: `find the sources: "${text}" ${isPattern(text) ? 'matches nothing' : 'does not exist'}`,
    hint: 'Add the file, correct the path, or build it below dist/.',
  }));
}

function isThere(folder: string, source: string): boolean {
  if (!isPattern(source)) return existsSync(join(folder, source));
  const fixed = fixedPart(source);
  return existsSync(join(folder, fixed)) && readdirSync(join(folder, fixed), { recursive: true, encoding: 'utf8' }).some((path) => matchesPattern(posix.join(fixed, path), source));
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
  const tmpfiles = part.tmpfiles.map((entry, index) => ({ path: [...path, 'tmpfiles', index, 'source'], text: 'source' in entry ? entry.source : undefined }));
  return [...contents, ...units, ...tmpfiles].flatMap(({ path: where, text }) => (text === undefined ? [] : [{ path: where, text }]));
}

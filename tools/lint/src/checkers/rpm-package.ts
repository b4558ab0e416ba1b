import { join, relative } from 'node:path';
import { RpmFormatError, type PackageMetadata } from '@bigpanda/rpm-format';
import type { Checker, CheckScope, RuleDescription } from '../checker.ts';
import { draftFailure } from '../file-checker.ts';
import type { FindingDraft } from '../finding.ts';
import { languageOf } from '../language.ts';
import { findProgram, runProgram } from '../programs.ts';
import { readBuiltPackage } from '../rpm/built-facts.ts';
import { judgePackage, packageRules } from '../rpm/package-rules.ts';
import { judgeVersion, readReleaseTags } from '../rpm/release-tags.ts';
import { documentationOf } from '../rules/documentation.ts';
import { rootFolder } from '../workspace.ts';

const ownRules: readonly RuleDescription[] = [
  { rule: 'bigpanda/rpm-changelog', severity: 'error', summary: 'A changelog is newest first, and nothing in it is of a later day than the build' },
  { rule: 'bigpanda/rpm-damaged', severity: 'error', summary: 'The file is an RPM package that can be read' },
  { rule: 'bigpanda/rpm-version', severity: 'error', summary: 'A package with a bare version has the release tag `<name>-<version>`; a snapshot comes after the newest one, by rpm\'s comparison' },
];
const rpmlintRule: RuleDescription = { rule: 'rpmlint/*', severity: 'warning', summary: 'What [rpmlint](https://github.com/rpm-software-management/rpmlint) says, where it is installed; its errors warn here, because its settings differ from system to system' };
const secondsOfDay = 86_400;

/** Built packages: those in the repository, and those that are named. */
export const checker: Checker = { title: 'Packages, built', listRules: async () => [...ownRules, ...packageRules, rpmlintRule].toSorted((left, right) => (left.rule < right.rule ? -1 : 1)), check };

async function check(scope: CheckScope): Promise<readonly FindingDraft[]> {
  const { root } = scope.workspace;
  const own = scope.files.map(({ path }) => path).filter((path) => languageOf(path) === 'rpm');
  const named = scope.folders.includes(rootFolder) ? scope.rpms.map((path) => relative(root, path)) : [];
  const files = [...new Set([...own, ...named])].toSorted();
  if (files.length === 0) return [];
  const tags = readReleaseTags(root);
  const judged: JudgedPackage[] = [];
  for (const file of files) judged.push(await judgeFile(join(root, file), file, tags));
  return [...judged.flatMap(({ drafts }) => drafts), ...await runRpmlint(scope, judged)];
}

/** What our rules say of one file. */
interface JudgedPackage {
  readonly file: string;
  /** `name.arch`, as rpmlint calls it; absent where the file cannot be read. */
  readonly label?: string;
  readonly drafts: readonly FindingDraft[];
}

async function judgeFile(path: string, file: string, tags: readonly string[] | undefined): Promise<JudgedPackage> {
  const draft = (rule: string, message: string, hint: string): FindingDraft => ({ rule: `bigpanda/${rule}`, severity: 'error', message, hint, file, documentation: documentationOf(rule) });
  try {
    const { metadata, facts } = await readBuiltPackage(path);
    const label = `${metadata.name}.${metadata.arch}`;
    if (metadata.arch === 'src') return { file, label, drafts: [] };
    const version = judgeVersion(metadata, tags);
    return { file, label, drafts: [
      ...judgePackage(facts).map(({ rule, message, hint }) => draft(rule, message, hint)),
      ...judgeChangelog(metadata).map((message) => draft('rpm-changelog', message, 'Write the newest entry first, with the day of its release.')),
      ...(version === undefined ? [] : [draft('rpm-version', version.message, version.hint)]),
    ] };
  } catch (error) {
    if (error instanceof RpmFormatError) return { file, drafts: [draft('rpm-damaged', error.message, 'Build the package again.')] };
    return { file, drafts: [draftFailure('rpm-package', file, error)] };
  }
}

function judgeChangelog({ changelog, buildTimeSeconds }: PackageMetadata): string[] {
  const wrong = changelog.findIndex(({ timeSeconds }, index) => index > 0 && timeSeconds > (changelog[index - 1]?.timeSeconds ?? 0));
  const late = changelog.find(({ timeSeconds }) => timeSeconds > buildTimeSeconds + secondsOfDay);
  const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);
  return [
    ...(wrong < 0 ? [] : [`read the changelog: the entry of ${day(changelog[wrong]?.timeSeconds ?? 0)} stands below an older one`]),
    ...(late === undefined ? [] : [`read the changelog: the entry of ${day(late.timeSeconds)} is later than the build`]),
  ];
}

/** Asks rpmlint, once for as many files as have different names, because it tells packages apart by nothing else. */
async function runRpmlint({ programPath, workspace }: CheckScope, judged: readonly JudgedPackage[]): Promise<FindingDraft[]> {
  const program = findProgram('rpmlint', programPath);
  if (program === undefined) return [];
  const drafts: FindingDraft[] = [];
  for (const batch of makeBatches(judged)) {
    const { stdout } = await runProgram(program, [...batch.values()], { cwd: workspace.root });
    drafts.push(...readRpmlint(stdout, batch));
  }
  return drafts;
}

/** Files by label; no batch has a label twice. */
function makeBatches(judged: readonly JudgedPackage[]): ReadonlyMap<string, string>[] {
  const batches: Map<string, string>[] = [];
  for (const { label, file } of judged) {
    if (label === undefined) continue;
    const free = batches.find((batch) => !batch.has(label));
    if (free === undefined) batches.push(new Map([[label, file]]));
    else free.set(label, file);
  }
  return batches;
}

/** Reads `name.arch: W: rule-name details`, as rpmlint 1 and 2 write it. */
function readRpmlint(said: string, files: ReadonlyMap<string, string>): FindingDraft[] {
  return [...said.matchAll(/^(\S+): [EW]: (\S+) ?(.*)$/gmu)].flatMap(([, label = '', rule = '', details = '']): FindingDraft[] => {
    const file = files.get(label);
    return file === undefined ? [] : [{ rule: `rpmlint/${rule}`, severity: 'warning', message: details === '' ? rule : `${rule}: ${details}`, file }];
  });
}

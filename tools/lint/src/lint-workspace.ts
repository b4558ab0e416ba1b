import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { fixFiles } from './apply-fixes.ts';
import { countAccepted, readBaseline, removeAccepted, replaceBaseline, shrinkBaseline, writeBaseline, type Baseline } from './baseline.ts';
import { listCheckers } from './checker-list.ts';
import type { CheckScope } from './checker.ts';
import { completeFindings } from './complete-findings.ts';
import { draftFailure } from './file-checker.ts';
import type { Finding, FindingDraft } from './finding.ts';
import { countJudged } from './judged-files.ts';
import type { RunFacts } from './reporter.ts';
import { createScope, type LintRequest } from './scope.ts';
import { findFolderOf, rootFolder } from './workspace.ts';

/** What a run found and what it looked at. */
export interface LintResult {
  /** What every checker finds and the baseline does not accept, sorted by file and place. */
  readonly findings: readonly Finding[];
  readonly facts: Omit<RunFacts, 'seconds'>;
}

/** Each pass may make new fixes possible; ESLint stops after as many. */
const fixPasses = 10;

/**
 * What every checker finds and the baseline does not accept, sorted by file and place. A project has the same findings
 * whether it is asked about alone or with others. Errors mean failure, warnings and notes do not (`countFindings`).
 * @throws ReleaseError `LINT_WORKSPACE_INVALID`, `LINT_BASELINE_INVALID`, `LINT_PROJECT_UNKNOWN` or `LINT_REF_UNKNOWN`, exit status 2
 */
export async function lintWorkspace(request: LintRequest): Promise<readonly Finding[]> {
  return (await runLint(request)).findings;
}

/**
 * The same with what was looked at.
 * @throws ReleaseError as `lintWorkspace`
 */
export async function runLint(request: LintRequest): Promise<LintResult> {
  const scope = createScope(request);
  const findings = await runCheckers(scope);
  return describeRun(scope, findings, request.withAccepted === true ? {} : readBaseline(scope.workspace.root));
}

/** A run that wrote fixes; the findings are those that are left. */
export interface FixResult extends LintResult {
  /** Files that were written, sorted. */
  readonly fixed: readonly string[];
}

/**
 * Writes the fixes that there are, again while new ones appear, and tells what is left. Findings that the baseline accepts stay as they are.
 * @throws ReleaseError as `lintWorkspace`
 */
export async function fixWorkspace(request: LintRequest): Promise<FixResult> {
  const fixed = new Set<string>();
  let result = await runLint(request);
  for (let pass = 0; pass < fixPasses; pass += 1) {
    const written = fixFiles(request.root, result.findings);
    if (written.length === 0) break;
    for (const file of written) fixed.add(file);
    result = await runLint(request);
  }
  return { ...result, fixed: [...fixed].toSorted() };
}

/** A run that wrote the baseline; the findings are those that it does not accept. */
export interface BaselineChange extends LintResult {
  /** How many findings it accepted before. */
  readonly before: number;
  /** How many it accepts now. */
  readonly after: number;
}

/**
 * Takes out of the baseline what is not found any more; forced, makes it anew from what is found now.
 * @throws ReleaseError as `lintWorkspace`, and `LINT_BASELINE_PARTIAL`, exit status 2, together with `since`
 */
export async function updateBaseline(request: LintRequest, options: { readonly isForced: boolean }): Promise<BaselineChange> {
  if (request.since !== undefined) {
    throw new ReleaseError('LINT_BASELINE_PARTIAL', 'update the baseline: only what changed would be looked at', { exitStatus: 2, hint: 'Leave --since out.' });
  }
  const scope = createScope(request);
  const { root } = scope.workspace;
  const before = readBaseline(root);
  const findings = await runCheckers(scope);
  const isWhole = request.projects === undefined;
  const isLooked = (file: string): boolean => isWhole || scope.folders.includes(findFolderOf(scope.workspace, file)?.folder ?? rootFolder);
  const after = options.isForced ? replaceBaseline(before, findings, isLooked) : shrinkBaseline(before, findings, isLooked);
  if (countAccepted(before) > 0 || countAccepted(after) > 0) writeBaseline(root, after);
  return { ...describeRun(scope, findings, after), before: countAccepted(before), after: countAccepted(after) };
}

function describeRun(scope: CheckScope, found: readonly Finding[], baseline: Baseline): LintResult {
  const findings = removeAccepted(found, baseline);
  return { findings, facts: { fileCount: scope.files.length + scope.rpms.length, judged: countJudged(scope), accepted: found.length - findings.length } };
}

/**
 * What the checkers of packages find in RPM files that were just built, and the baseline does not accept; nothing else is looked at.
 * @param request `rpms` are the files; the release tags and the baseline are those of `root`
 */
export async function lintPackages(request: LintRequest): Promise<readonly Finding[]> {
  const scope = { ...createScope({ ...request, projects: [rootFolder] }), files: [] };
  const findings = await runCheckers(scope, ['rpm-package']);
  return removeAccepted(findings, readBaseline(scope.workspace.root));
}

/** @param names of checkers; all of them when absent */
async function runCheckers(scope: CheckScope, names?: readonly string[]): Promise<Finding[]> {
  const checkers = [...await listCheckers()].filter(([name]) => names?.includes(name) ?? true);
  // The one that takes longest has a thread of its own: all begin, then all are waited for.
  const drafts = await Promise.all(checkers.map(async ([name, { check }]): Promise<readonly FindingDraft[]> => {
    try {
      return await check(scope);
    } catch (error) {
      scope.signal?.throwIfAborted();
      if (error instanceof ReleaseError) throw error;
      return [draftFailure(name, '.', error)];
    }
  }));
  scope.signal?.throwIfAborted();
  scope.cache.save();
  return completeFindings(drafts.flat(), (file) => readIfText(scope.workspace.root, file));
}

function readIfText(root: string, file: string): string | undefined {
  try {
    return readFileSync(join(root, file), 'utf8').replace(/^\uFEFF/u, '');
  } catch {
    return undefined;
  }
}

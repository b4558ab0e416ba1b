import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { fixFiles } from './apply-fixes.ts';
import { readBaseline, removeAccepted, replaceBaseline, shrinkBaseline, writeBaseline, countAccepted } from './baseline.ts';
import { listCheckers } from './checker-list.ts';
import type { CheckScope } from './checker.ts';
import { completeFindings } from './complete-findings.ts';
import { draftFailure } from './file-checker.ts';
import type { Finding, FindingDraft } from './finding.ts';
import { createScope, type LintRequest } from './scope.ts';
import { findFolderOf, rootFolder } from './workspace.ts';

/** Each pass may make new fixes possible; ESLint stops after as many. */
const fixPasses = 10;

/**
 * What every checker finds and the baseline does not accept, sorted by file and place. A project has the same findings
 * whether it is asked about alone or with others. Errors mean failure, warnings and notes do not (`countFindings`).
 * @throws ReleaseError `LINT_WORKSPACE_INVALID`, `LINT_BASELINE_INVALID`, `LINT_PROJECT_UNKNOWN` or `LINT_REF_UNKNOWN`, exit status 2
 */
export async function lintWorkspace(request: LintRequest): Promise<Finding[]> {
  const scope = createScope(request);
  const findings = await runCheckers(scope);
  return request.withAccepted === true ? findings : removeAccepted(findings, readBaseline(scope.workspace.root));
}

/** What fixing did. */
export interface FixResult {
  /** Files that were written, sorted. */
  readonly fixed: readonly string[];
  /** What is left. */
  readonly findings: readonly Finding[];
}

/** Writes the fixes that there are, again while new ones appear, and tells what is left. Findings that the baseline accepts stay as they are. */
export async function fixWorkspace(request: LintRequest): Promise<FixResult> {
  const fixed = new Set<string>();
  let findings = await lintWorkspace(request);
  for (let pass = 0; pass < fixPasses; pass += 1) {
    const written = fixFiles(request.root, findings);
    if (written.length === 0) break;
    for (const file of written) fixed.add(file);
    findings = await lintWorkspace(request);
  }
  return { fixed: [...fixed].toSorted(), findings };
}

/** How many findings a baseline accepted before and accepts now. */
export interface BaselineChange {
  readonly before: number;
  readonly after: number;
  /** What it does not accept. */
  readonly findings: readonly Finding[];
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
  const findings = await runCheckers(scope);
  const { root } = scope.workspace;
  const before = readBaseline(root);
  const isWhole = request.projects === undefined;
  const isLooked = (file: string): boolean => isWhole || scope.folders.includes(findFolderOf(scope.workspace, file)?.folder ?? rootFolder);
  const after = options.isForced ? replaceBaseline(before, findings, isLooked) : shrinkBaseline(before, findings, isLooked);
  if (countAccepted(before) > 0 || countAccepted(after) > 0) writeBaseline(root, after);
  return { before: countAccepted(before), after: countAccepted(after), findings: removeAccepted(findings, after) };
}

/**
 * What the checkers of packages find in RPM files that were just built, and the baseline does not accept; nothing else is looked at.
 * @param request `rpms` are the files; the release tags and the baseline are those of `root`
 */
export async function lintPackages(request: LintRequest): Promise<Finding[]> {
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
      if (error instanceof ReleaseError) throw error;
      return [draftFailure(name, '.', error)];
    }
  }));
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

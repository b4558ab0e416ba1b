import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { fixFiles } from './apply-fixes.ts';
import { readBaseline, removeAccepted, replaceBaseline, shrinkBaseline, writeBaseline, countAccepted } from './baseline.ts';
import { readChanges } from './changed-files.ts';
import { listCheckers } from './checker-list.ts';
import type { CheckScope } from './checker.ts';
import { completeFindings } from './complete-findings.ts';
import { draftFailure } from './file-checker.ts';
import type { Finding, FindingDraft } from './finding.ts';
import { readLintVersion } from './lint-version.ts';
import { digestOf, noCache, openResultCache } from './result-cache.ts';
import { createSourceFile } from './source-file.ts';
import { listSources } from './source-list.ts';
import { findFolderOf, readWorkspace, rootFolder, type Workspace } from './workspace.ts';

export interface LintRequest {
  /** Folder of the workspace, of any git repository, or any folder. */
  readonly root: string;
  /**
   * Packages to lint, each by its folder (`packages/server`), its name (`@bigpanda/server`) or its name without the scope;
   * `.` for the files that are in no package. All of them when absent.
   */
  readonly projects?: readonly string[];
  /** Only what changed since this branch left another, or since a commit on it. */
  readonly since?: string;
  /** RPM files to lint besides those of the workspace; absolute paths. */
  readonly rpms?: readonly string[];
  /** Folder of the cache; without one, nothing is remembered. The findings are the same. */
  readonly cacheFolder?: string;
  /** Value of PATH, where python2 and rpmlint are looked for; that of this process when absent. */
  readonly programPath?: string;
  /** Tells findings that the baseline accepts as well. */
  readonly withAccepted?: boolean;
}

/** Each pass may make new fixes possible; ESLint stops after as many. */
const fixPasses = 10;

/**
 * What every checker finds and the baseline does not accept, sorted by file and place. A project has the same findings
 * whether it is asked about alone or with others. Errors mean failure, warnings and notes do not (`countFindings`).
 * @throws ReleaseError `LINT_WORKSPACE_INVALID`, `LINT_BASELINE_INVALID`, `LINT_PROJECT_UNKNOWN` or `LINT_REF_UNKNOWN`, exit status 2
 */
export async function lintWorkspace(request: LintRequest): Promise<Finding[]> {
  const { scope, findings } = await runCheckers(request);
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
  const { scope, findings } = await runCheckers(request);
  const { root } = scope.workspace;
  const before = readBaseline(root);
  const isWhole = request.projects === undefined;
  const isLooked = (file: string): boolean => isWhole || scope.folders.includes(findFolderOf(scope.workspace, file)?.folder ?? rootFolder);
  const after = options.isForced ? replaceBaseline(before, findings, isLooked) : shrinkBaseline(before, findings, isLooked);
  if (countAccepted(before) > 0 || countAccepted(after) > 0) writeBaseline(root, after);
  return { before: countAccepted(before), after: countAccepted(after), findings: removeAccepted(findings, after) };
}

async function runCheckers(request: LintRequest): Promise<{ readonly scope: CheckScope; readonly findings: Finding[] }> {
  const scope = createScope(request);
  const checkers = await listCheckers();
  // The one that takes longest has a thread of its own: all begin, then all are waited for.
  const drafts = await Promise.all([...checkers].map(async ([name, { check }]): Promise<readonly FindingDraft[]> => {
    try {
      return await check(scope);
    } catch (error) {
      if (error instanceof ReleaseError) throw error;
      return [draftFailure(name, '.', error)];
    }
  }));
  scope.cache.save();
  return { scope, findings: completeFindings(drafts.flat(), (file) => readIfText(scope.workspace.root, file)) };
}

/** What a request means to checkers. */
export function createScope(request: LintRequest): CheckScope {
  const workspace = readWorkspace(request.root);
  const { root, settings } = workspace;
  const folders = selectFolders(workspace, request.projects);
  const changes = request.since === undefined ? undefined : readChanges(root, request.since);
  const allFiles = listSources(root, settings.ignore).map((path) => createSourceFile(root, path, settings.maximumKiB * 1024));
  const files = allFiles.filter(({ path }) => (changes?.files.has(path) ?? true) && folders.includes(findFolderOf(workspace, path)?.folder ?? rootFolder));
  const version = digestOf([readLintVersion(), JSON.stringify(settings)]);
  return {
    workspace,
    folders,
    files,
    allFiles,
    rpms: request.rpms ?? [],
    ...(changes === undefined ? {} : { since: changes.since }),
    programPath: request.programPath ?? process.env['PATH'] ?? '',
    cache: request.cacheFolder === undefined ? noCache : openResultCache(request.cacheFolder, root, version),
  };
}

function readIfText(root: string, file: string): string | undefined {
  try {
    return readFileSync(join(root, file), 'utf8').replace(/^\uFEFF/u, '');
  } catch {
    return undefined;
  }
}

function selectFolders(workspace: Workspace, projects: readonly string[] | undefined): readonly string[] {
  const all = [rootFolder, ...workspace.folders.map(({ folder }) => folder)];
  if (projects === undefined) return all;
  const chosen = new Set(projects.map((project) => findProject(workspace, project)));
  return all.filter((folder) => chosen.has(folder));
}

function findProject(workspace: Workspace, project: string): string {
  if (project === rootFolder || project === workspace.manifest.name) return rootFolder;
  const wanted = project.replace(/\/$/u, '');
  const found = workspace.folders.find(({ folder, name }) => folder === wanted || name === wanted || name.replace(/^@[^/]+\//u, '') === wanted);
  if (found !== undefined) return found.folder;
  const known = [...workspace.folders.map(({ folder }) => folder), rootFolder].map((folder) => `"${folder}"`).join(', ');
  throw new ReleaseError('LINT_PROJECT_UNKNOWN', `select projects: no package of the workspace is "${project}"`, {
    exitStatus: 2,
    hint: `Name a folder or a package: ${known}; "." are the files in none.`,
  });
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import type { Checker } from './checker.ts';
import { completeFindings } from './complete-findings.ts';
import type { Finding, FindingDraft } from './finding.ts';
import { importFolder } from './folder-modules.ts';
import { readWorkspace, rootFolder, type Workspace } from './workspace.ts';

export interface LintRequest {
  /** Folder of the workspace. */
  readonly root: string;
  /**
   * Packages to lint, each by its folder (`packages/server`), its name (`@bigpanda/server`) or its name without the scope;
   * `.` for the files that are in no package. All of them when absent.
   */
  readonly projects?: readonly string[];
}

/**
 * What every checker finds, sorted by file and place. A project has the same findings whether it is asked about alone or with others.
 * Errors mean failure, warnings do not (`countFindings`).
 * @throws ReleaseError `LINT_WORKSPACE_INVALID` or `LINT_PROJECT_UNKNOWN`, exit status 2
 */
export async function lintWorkspace({ root, projects }: LintRequest): Promise<Finding[]> {
  const workspace = readWorkspace(root);
  const scope = { workspace, folders: selectFolders(workspace, projects) };
  const checkers = (await importFolder(new URL('./checkers/', import.meta.url), 'checker')) as ReadonlyMap<string, Checker>;
  const drafts: FindingDraft[] = [];
  for (const check of checkers.values()) drafts.push(...(await check(scope)));
  return completeFindings(drafts, (file) => readFileSync(join(workspace.root, file), 'utf8'));
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
  const known = workspace.folders.map(({ folder }) => `"${folder}"`).join(', ');
  throw new ReleaseError('LINT_PROJECT_UNKNOWN', `select projects: no package of the workspace is "${project}"`, {
    exitStatus: 2,
    hint: `Name a folder or a package: ${known}, or "." for the files in none.`,
  });
}

import { ReleaseError } from '@bigpanda/release-model';
import { readChanges } from './changed-files.ts';
import type { CheckScope } from './checker.ts';
import { readLintVersion } from './lint-version.ts';
import { digestOf, noCache, openResultCache } from './result-cache.ts';
import { createSourceFile } from './source-file.ts';
import { listSources } from './source-list.ts';
import { findFolderOf, readWorkspace, rootFolder, type Workspace } from './workspace.ts';

/** What to lint, in the words of who asks. */
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
  /** Ends the run; it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * What a request means to checkers.
 * @throws ReleaseError `LINT_WORKSPACE_INVALID`, `LINT_PROJECT_UNKNOWN` or `LINT_REF_UNKNOWN`, exit status 2
 */
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
    ...(request.signal === undefined ? {} : { signal: request.signal }),
    cache: request.cacheFolder === undefined ? noCache : openResultCache(request.cacheFolder, root, version),
  };
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

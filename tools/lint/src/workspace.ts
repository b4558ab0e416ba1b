import { existsSync, globSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfiguration, ReleaseError } from '@bigpanda/release-model';
import { directionTableFile, directionTableSchema, type DirectionTable } from './directions/direction-table.ts';
import { readSettings, type LintSettings } from './lint-settings.ts';
import { packageManifestSchema, type PackageManifest } from './package-manifest.ts';

/** One package of the workspace. */
export interface WorkspaceFolder {
  /** Path below the workspace, such as `packages/server`. */
  readonly folder: string;
  /** The name it is imported by. */
  readonly name: string;
  readonly manifest: PackageManifest;
}

/** What lint knows of a workspace before it reads any source. */
export interface Workspace {
  /** Absolute path, symbolic links resolved. */
  readonly root: string;
  readonly manifest: PackageManifest;
  /** Sorted by folder. */
  readonly folders: readonly WorkspaceFolder[];
  /** Empty where there is no table. */
  readonly directions: DirectionTable;
  /** Whether the workspace has a table of import directions: only then do the rules about its structure hold. */
  readonly hasDirectionTable: boolean;
  readonly settings: LintSettings;
}

/** The files of a workspace that are in no package are a project of this folder. */
export const rootFolder = '.';

/**
 * The packages of a workspace by the `workspaces` of its package.json, its table of import directions and its settings for
 * lint. A folder with none of these is a workspace of one project.
 * @throws ReleaseError `LINT_WORKSPACE_INVALID`, exit status 2, when the folder is missing, or one of these files is wrong
 */
export function readWorkspace(root: string): Workspace {
  const realRoot = findRealRoot(root);
  const hasDirectionTable = existsSync(join(realRoot, directionTableFile));
  const manifest = hasDirectionTable ? readManifest(realRoot, 'package.json') : readManifestIfAny(realRoot);
  const manifests = globSync(manifest.workspaces.map((pattern) => `${pattern}/package.json`), { cwd: realRoot });
  const folders = manifests.toSorted().map((file) => {
    const own = readManifest(realRoot, file);
    return { folder: file.slice(0, -'/package.json'.length), name: own.name, manifest: own };
  });
  return {
    root: realRoot,
    manifest,
    folders,
    directions: hasDirectionTable ? readDirections(realRoot) : {},
    hasDirectionTable,
    settings: readSettings(realRoot),
  };
}

function findRealRoot(root: string): string {
  try {
    return realpathSync(root);
  } catch (cause) {
    throw new ReleaseError('LINT_WORKSPACE_INVALID', `read the workspace: "${root}" is not there`, { exitStatus: 2, cause, hint: 'Name a folder that exists.' });
  }
}

function readDirections(root: string): DirectionTable {
  return parseConfiguration(directionTableSchema, {
    text: readText(root, directionTableFile),
    file: directionTableFile,
    code: 'LINT_WORKSPACE_INVALID',
    what: 'read the table of import directions',
  });
}

/** What a repository that is not ours says of itself; one without a package.json, or with one that cannot be read, is a single project. */
function readManifestIfAny(root: string): PackageManifest {
  try {
    return packageManifestSchema.parse({ name: 'root', ...JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as object });
  } catch {
    return packageManifestSchema.parse({ name: 'root' });
  }
}

/** The package that holds a file, `undefined` for a file of none. */
export function findFolderOf(workspace: Workspace, file: string): WorkspaceFolder | undefined {
  const holding = workspace.folders.filter(({ folder }) => file === folder || file.startsWith(`${folder}/`));
  return holding.toSorted((left, right) => right.folder.length - left.folder.length)[0];
}

function readManifest(root: string, file: string): PackageManifest {
  const text = readText(root, file);
  return parseConfiguration(packageManifestSchema, { text, file, code: 'LINT_WORKSPACE_INVALID', what: 'read package.json' });
}

function readText(root: string, file: string): string {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch (cause) {
    throw new ReleaseError('LINT_WORKSPACE_INVALID', `read the workspace: "${file}" cannot be read`, {
      exitStatus: 2,
      cause,
      hint: 'Run lint at the root of the workspace.',
    });
  }
}

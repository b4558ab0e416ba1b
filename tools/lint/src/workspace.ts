import { globSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfiguration, ReleaseError } from '@bigpanda/release-model';
import { directionTableFile, directionTableSchema, type DirectionTable } from './directions/direction-table.ts';
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
  readonly directions: DirectionTable;
}

/** The files of a workspace that are in no package are a project of this folder. */
export const rootFolder = '.';

/**
 * The packages of a workspace by the `workspaces` of its package.json, and its table of import directions.
 * @throws ReleaseError `LINT_WORKSPACE_INVALID`, exit status 2, when a package.json or the table is missing or wrong
 */
export function readWorkspace(root: string): Workspace {
  const realRoot = realpathSync(root);
  const manifest = readManifest(realRoot, 'package.json');
  const manifests = globSync(manifest.workspaces.map((pattern) => `${pattern}/package.json`), { cwd: realRoot });
  const folders = manifests.toSorted().map((file) => {
    const own = readManifest(realRoot, file);
    return { folder: file.slice(0, -'/package.json'.length), name: own.name, manifest: own };
  });
  const directions = parseConfiguration(directionTableSchema, {
    text: readText(realRoot, directionTableFile),
    file: directionTableFile,
    code: 'LINT_WORKSPACE_INVALID',
    what: 'read the table of import directions',
  });
  return { root: realRoot, manifest, folders, directions };
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

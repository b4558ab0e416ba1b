import { join, resolve } from 'node:path';
import type { Configuration } from './configuration.ts';
import type { Context } from './context.ts';

/** Folder of the repository below the workspace unless told otherwise. */
const defaultFolder = 'build/repo';

/** Absolute path of the repository that an option names, or of the workspace's own. */
export function repositoryFolder(workspace: Pick<Configuration, 'root'>, context: Context, option: string | undefined): string {
  return option === undefined ? join(workspace.root, defaultFolder) : resolve(context.workingFolder, option);
}

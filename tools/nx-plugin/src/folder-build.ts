import { join } from 'node:path';
import type { RpmDescription } from '@bigpanda/release-model';
import { bundleComponent } from './bundle-component.ts';
import { buildPythonTree, type PythonBuild } from './python/python-tree.ts';

export interface FolderBuild {
  /** Absolute path of the repository. */
  readonly workspaceRoot: string;
  /** Folder of the component below it; `.` for the repository itself. */
  readonly root: string;
  readonly description: RpmDescription;
  readonly environment: PythonBuild['environment'];
}

/** Builds what the description of a component names: bundles into its `dist/bundle`, its Python project into its `dist/python`. */
export async function buildFolder({ workspaceRoot, root, description, environment }: FolderBuild): Promise<void> {
  await bundleComponent({ workspaceRoot, root, description });
  if (description.build.python !== undefined) await buildPythonTree({ projectRoot: join(workspaceRoot, root), environment });
}

/** Whether a component has anything to build; the others are installed as they stand. */
export function hasBuild({ build }: RpmDescription): boolean {
  return build.bundles.length > 0 || build.python !== undefined;
}

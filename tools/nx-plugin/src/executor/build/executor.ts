import type { ExecutorContext } from '@nx/devkit';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRpmDescription } from '@bigpanda/release-model';
import { bundleComponent } from '../../bundle-component.ts';

/** Nx executor: bundles the component it is called for into its `dist/bundle`. */
export async function buildComponent(_options: object, context: ExecutorContext): Promise<{ success: boolean }> {
  const root = context.projectsConfigurations.projects[context.projectName ?? '']?.root;
  if (root === undefined) return { success: false };
  const file = `${root}/rpm.json`;
  const description = parseRpmDescription(await readFile(join(context.root, file), 'utf8'), file);
  await bundleComponent({ workspaceRoot: context.root, root, description });
  return { success: true };
}

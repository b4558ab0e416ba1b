import type { ExecutorContext } from '@nx/devkit';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRpmDescription } from '@bigpanda/release-model';
import { buildFolder } from '../../folder-build.ts';

/** Nx executor: bundles the component it is called for into its `dist/bundle`, and builds its Python project into its `dist/python`. */
export async function buildComponent(_options: object, context: ExecutorContext): Promise<{ success: boolean }> {
  const root = context.projectsConfigurations.projects[context.projectName ?? '']?.root;
  if (root === undefined) return { success: false };
  const file = `${root}/rpm.json`;
  const description = parseRpmDescription(await readFile(join(context.root, file), 'utf8'), file);
  await buildFolder({ workspaceRoot: context.root, root, description, environment: process.env });
  return { success: true };
}

import { createNodesFromFiles, type CreateNodes } from '@nx/devkit';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isExamplePath, parseRpmDescription } from '@bigpanda/release-model';
import { inferProject } from './infer-targets.ts';

/** Makes an Nx project of each folder with a package.json or an rpm.json, its targets inferred from what it has. */
export const createNodes: CreateNodes = ['**/{package,rpm}.json', (files, options, context) => createNodesFromFiles((file) => {
  const root = dirname(file);
  if (root === '.' || isExamplePath(file)) return {};
  const has = (name: string): boolean => existsSync(join(context.workspaceRoot, root, name));
  const rpmFile = `${root}/rpm.json`;
  const description = has('rpm.json') ? parseRpmDescription(readFileSync(join(context.workspaceRoot, rpmFile), 'utf8'), rpmFile) : undefined;
  return { projects: { [root]: inferProject({ root, rpmName: description?.name, buildsPython: description?.build.python !== undefined, hasPackageJson: has('package.json'), hasTests: has('test') }) } };
}, files, options, context)];

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildFolder, hasBuild } from '@bigpanda/nx-plugin/folder-build';
import { ReleaseError, type PlannedComponent } from '@bigpanda/release-model';
import type { Context } from '../context.ts';
import type { Workspace } from '../workspace.ts';
import { makeIgnored } from './ignored-folder.ts';
import { runNx } from './run-nx.ts';

export interface ComponentBuild {
  readonly workspace: Workspace;
  readonly planned: readonly Pick<PlannedComponent, 'name'>[];
  readonly context: Pick<Context, 'env' | 'signal'>;
  /** Called with each line that a build prints. */
  readonly onLine: (line: string) => void;
  /** What Nx runs; only `build` when absent. */
  readonly targets?: readonly string[];
}

/** Builds components: through Nx and its cache in a workspace of Nx, one after the other in this process in any other repository. */
export async function buildComponents({ workspace, planned, context, onLine, targets = ['build'] }: ComponentBuild): Promise<void> {
  if (planned.length === 0) return;
  if (existsSync(join(workspace.root, 'nx.json'))) {
    return runNx({ workspaceRoot: workspace.root, targets, projects: planned.map(({ name }) => name), env: context.env, signal: context.signal, onLine });
  }
  for (const { name, description, root } of workspace.components) {
    if (!planned.some((one) => one.name === name)) continue;
    context.signal.throwIfAborted();
    onLine(name);
    if (!hasBuild(description)) continue;
    await makeIgnored(join(workspace.root, root, 'dist'));
    await buildFolder({ workspaceRoot: workspace.root, root: root === '' ? '.' : root, description, environment: context.env }).catch((cause: unknown) => { throw explainFailure(name, cause); });
  }
}

/** What a bundler could not do is for whoever wrote the sources to mend. */
function explainFailure(name: string, cause: unknown): unknown {
  if (cause instanceof ReleaseError || !(cause instanceof Error)) return cause;
  return new ReleaseError('BUILD_FAILED', `build "${name}": ${cause.message}`, { cause, hint: 'Correct what is reported above; where a module is not found, run npm install first.' });
}

import type { Workspace } from '../workspace.ts';
import { createImportDirectionsRule } from './import-directions.ts';
import { noDefaultExport } from './no-default-export.ts';

/** As much of an ESLint plug-in's type as ESLint and typescript-eslint, whose types of rules differ, agree upon. */
export interface RulePlugin {
  readonly meta: { readonly name: string };
}

/** Our own ESLint rules, for a workspace. */
export function createPlugin(workspace: Workspace): RulePlugin {
  const plugin = {
    meta: { name: 'bigpanda' },
    rules: { 'import-directions': createImportDirectionsRule(workspace), 'no-default-export': noDefaultExport },
  };
  return plugin;
}

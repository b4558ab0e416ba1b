import { relative } from 'node:path';
import { ESLint } from 'eslint';
import { clearCaches } from '@typescript-eslint/parser';
import type { CheckScope } from './checker.ts';
import { rootFolder } from './workspace.ts';

/** What ESLint says about one file. */
export interface FileResult {
  /** Path below the workspace. */
  readonly file: string;
  readonly messages: ESLint.LintResult['messages'];
  /** What a comment in the file switches off. */
  readonly suppressedMessages: ESLint.LintResult['suppressedMessages'];
}

export interface EslintRun {
  readonly results: readonly FileResult[];
  /** The page that explains a rule. */
  readonly findDocumentation: (rule: string) => string | undefined;
}

/** Runs ESLint in this process over the files of a scope that have something to tell, with the given configuration. */
export async function runEslint({ workspace, folders }: CheckScope, options: ESLint.Options): Promise<EslintRun> {
  // The parser keeps programs for editors that watch; a second run in one process could see the first one's.
  clearCaches();
  const unwanted = workspace.folders.filter(({ folder }) => !folders.includes(folder));
  const eslint = new ESLint({
    ...options,
    cwd: workspace.root,
    ignorePatterns: unwanted.map(({ folder }) => `${folder}/`),
    errorOnUnmatchedPattern: false,
  });
  const results = await eslint.lintFiles(folders.includes(rootFolder) ? [rootFolder] : [...folders]);
  const metas = eslint.getRulesMetaForResults(results);
  return {
    results: results.map(({ filePath, messages, suppressedMessages }) => ({ file: relative(workspace.root, filePath), messages, suppressedMessages })),
    findDocumentation: (rule) => metas[rule]?.docs?.url,
  };
}

import type { ESLint } from 'eslint';
import { type Config, defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { createPlugin } from '../rules/plugin.ts';
import { ignoredFiles, sourceFiles } from '../source-files.ts';
import type { Workspace } from '../workspace.ts';
import { runEslint, type EslintRun, type FileResult } from './eslint-run.ts';

/** A name that is not in the repository's configuration, so that the rule here and the rule there do not meet. */
const plugin = 'bigpanda-directions';
const rule = `${plugin}/import-directions`;

/** The configuration that adds the rule to a run with the repository's own configuration. */
export function createDirectionsOverride(workspace: Workspace): Config[] {
  // "files" would make ESLint judge files that the repository's configuration leaves alone.
  return [{ ignores: ['**/*', ...sourceFiles.map((pattern) => `!${pattern}`)], plugins: { [plugin]: createPlugin(workspace) }, rules: { [rule]: 'error' } }];
}

/** A run that had `createDirectionsOverride`, taken apart. */
export interface SplitRun {
  /** The run without what the rule said. */
  readonly run: EslintRun;
  /** What the rule said of files in which nothing can have switched it off. */
  readonly directions: readonly FileResult[];
  /** Files of which it has to be asked again. */
  readonly unsettled: readonly string[];
}

/**
 * Takes what the rule said out of a run. A file is settled when ESLint judged it, could parse it, and it has no comment
 * by which ESLint is configured; the configuration itself cannot switch an override off.
 * @param mayHold whether a file may hold comments for ESLint
 */
export function splitRun(run: EslintRun, files: readonly string[], mayHold: (file: string) => boolean): SplitRun {
  const isOurs = ({ ruleId }: { readonly ruleId: string | null }): boolean => ruleId === rule;
  const settled = run.results.filter(({ file, messages }) => !messages.some(({ fatal }) => fatal === true) && !mayHold(file));
  const names = new Set(settled.map(({ file }) => file));
  return {
    run: {
      ...run,
      results: run.results.map(({ file, messages, suppressedMessages }) => ({ file, messages: messages.filter((one) => !isOurs(one)), suppressedMessages: suppressedMessages.filter((one) => !isOurs(one)) })),
    },
    directions: settled.map(({ file, messages }) => ({ file, messages: messages.filter(isOurs), suppressedMessages: [] })).filter(({ messages }) => messages.length > 0),
    unsettled: files.filter((file) => !names.has(file)),
  };
}

/** Asks the rule alone, with a configuration of ours and without regard to comments in the files. */
export async function runDirections(workspace: Workspace, files: readonly string[]): Promise<readonly FileResult[]> {
  const overrideConfig = defineConfig(...ignoredFiles(workspace.root), {
    files: [...sourceFiles],
    languageOptions: { parser: tseslint.parser, parserOptions: { tsconfigRootDir: workspace.root } },
    plugins: { [plugin]: createPlugin(workspace) },
    rules: { [rule]: 'error' },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
  });
  const options: ESLint.Options = { overrideConfigFile: true, overrideConfig, allowInlineConfig: false };
  return (await runEslint({ root: workspace.root, files }, options)).results;
}

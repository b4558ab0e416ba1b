import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from 'eslint/config';
import { createFallbackConfig } from '../eslint-config.ts';
import { readWorkspace } from '../workspace.ts';
import { createDirectionsOverride, runDirections, splitRun } from './directions-run.ts';
import { findConfigFile, runEslint, type EslintRun, type EslintTask, type FileResult } from './eslint-run.ts';

const script = /\.[cm]?[jt]sx?$/u;
/** Any comment by which ESLint may be configured mentions it. */
const eslintComment = /(?:\/\/|\/\*|^\s*\*?)\s*eslint/mu;

/** What ESLint says with a repository's configuration, and what the rule of import directions says whatever that configuration is. */
export interface RepositoryRun {
  readonly run: EslintRun;
  /** Empty where there is no table of import directions. */
  readonly directions: readonly FileResult[];
}

/** Runs ESLint with the configuration that a repository has, or with one of ours where it has none; each file is parsed once, but for the few that might have switched the directions off. */
export async function runRepositoryEslint(task: EslintTask): Promise<RepositoryRun> {
  const workspace = readWorkspace(task.root);
  if (!workspace.hasDirectionTable) return { run: await runWith(task, []), directions: [] };
  const scripts = task.files.filter((file) => script.test(file));
  const whole = await runWith(task, createDirectionsOverride(workspace));
  const { run, directions, unsettled } = splitRun(whole, scripts, (file) => eslintComment.test(readFileSync(join(task.root, file), 'utf8')));
  return { run, directions: [...directions, ...await runDirections(workspace, unsettled)] };
}

function runWith(task: EslintTask, override: readonly Config[]): Promise<EslintRun> {
  const configFile = findConfigFile(task.root);
  if (configFile === undefined) return runEslint(task, { overrideConfigFile: true, overrideConfig: [...createFallbackConfig(task.root), ...override] });
  return runEslint(task, {
    overrideConfigFile: join(task.root, configFile),
    // The override does this one, so that it cannot be switched off.
    overrideConfig: [{ rules: { 'bigpanda/import-directions': 'off' } }, ...override],
    ...(/ts$/u.test(configFile) ? { flags: ['unstable_native_nodejs_ts_config'] } : {}),
  });
}

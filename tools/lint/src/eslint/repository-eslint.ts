import { join } from 'node:path';
import { createFallbackConfig } from '../eslint-config.ts';
import { findConfigFile, runEslint, type EslintRun, type EslintTask } from './eslint-run.ts';

/** Runs ESLint with the configuration that a repository has, or with one of ours where it has none. */
export function runRepositoryEslint(task: EslintTask): Promise<EslintRun> {
  const configFile = findConfigFile(task.root);
  if (configFile === undefined) return runEslint(task, { overrideConfigFile: true, overrideConfig: createFallbackConfig(task.root) });
  return runEslint(task, {
    overrideConfigFile: join(task.root, configFile),
    // The checker import-directions does this one, so that it cannot be switched off.
    overrideConfig: { rules: { 'bigpanda/import-directions': 'off' } },
    ...(/ts$/u.test(configFile) ? { flags: ['unstable_native_nodejs_ts_config'] } : {}),
  });
}

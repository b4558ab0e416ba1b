import { type Config, defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { createPlugin } from './rules/plugin.ts';
import { codeRules, testRules } from './rule-settings.ts';
import { ignoredFiles, javascriptFiles, sourceFiles } from './source-files.ts';
import { readWorkspace } from './workspace.ts';

/**
 * The ESLint configuration of a workspace: strict rules with types (by the tsconfig.json at its root), the house style, and
 * the import directions.
 * @param root absolute path of the workspace
 * @throws ReleaseError `LINT_WORKSPACE_INVALID`, exit status 2
 */
export function createEslintConfig(root: string): Config[] {
  return defineConfig(
    ...ignoredFiles(root),
    {
      files: [...sourceFiles],
      extends: [tseslint.configs.strictTypeChecked],
      languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: root } },
      linterOptions: { reportUnusedDisableDirectives: 'error' },
      plugins: { bigpanda: createPlugin(readWorkspace(root)) },
      rules: codeRules,
    },
    { files: [...javascriptFiles], extends: [tseslint.configs.disableTypeChecked] },
    { files: ['**/test/**'], rules: testRules },
    { files: ['*.config.ts'], rules: { 'bigpanda/no-default-export': 'off' } },
  );
}

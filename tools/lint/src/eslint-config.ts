import { type Config, defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { createPlugin } from './rules/plugin.ts';
import { codeRules, scriptRules, soundRules, testRules } from './rule-settings.ts';
import { ignoredFiles, javascriptFiles, sourceFiles } from './source-files.ts';
import { readWorkspace } from './workspace.ts';

/**
 * The ESLint configuration of a workspace: strict rules with types (by the tsconfig.json at its root), the house style, and
 * the import directions where there is a table of them.
 * @param root absolute path of the workspace
 * @throws ReleaseError `LINT_WORKSPACE_INVALID`, exit status 2
 */
export function createEslintConfig(root: string): Config[] {
  const workspace = readWorkspace(root);
  return defineConfig(
    ...ignoredFiles(root),
    {
      files: [...sourceFiles],
      extends: [tseslint.configs.strictTypeChecked],
      languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: root } },
      linterOptions: { reportUnusedDisableDirectives: 'error' },
      plugins: { bigpanda: createPlugin(workspace) },
      rules: workspace.hasDirectionTable ? codeRules : { ...codeRules, 'bigpanda/import-directions': 'off' },
    },
    { files: [...javascriptFiles], extends: [tseslint.configs.disableTypeChecked] },
    { files: ['**/test/**'], rules: testRules },
    { files: ['*.config.{js,mjs,cjs,ts,mts,cts}'], rules: { 'bigpanda/no-default-export': 'off' } },
  );
}

/** The ESLint configuration for a repository that has none: what is most likely wrong, without types and without taste. */
export function createFallbackConfig(root: string): Config[] {
  return defineConfig(
    ...ignoredFiles(root),
    { files: [...sourceFiles], extends: [tseslint.configs.recommended], rules: soundRules },
    // What a script has at its top is for the page or the program that loads it; the parser takes modules all the same.
    { files: ['**/*.{js,cjs}'], languageOptions: { sourceType: 'script' }, rules: scriptRules },
  );
}

import type { ESLint } from 'eslint';
import type { Config } from 'eslint/config';
import type { Checker, CheckScope } from '../checker.ts';
import { digestForEslint } from '../eslint/eslint-key.ts';
import type { FindingDraft } from '../finding.ts';
import { readRange } from '../message-draft.ts';
import { documentationOf } from '../rules/documentation.ts';
import type { Workspace } from '../workspace.ts';

const rule = 'bigpanda/import-directions';
const script = /\.[cm]?[jt]sx?$/u;

/**
 * Imports that go against the table of import directions. Runs apart from the `eslint` checker, with a configuration of
 * its own and without regard to comments in the files, so that nothing in a file or in eslint.config.ts switches it off.
 */
export const checker: Checker = {
  title: 'Import directions',
  listRules: async () => [{
    rule,
    severity: 'error',
    summary: 'Which package may import which stands in `repo-config/import-directions.json`; every form of import counts, another package is imported by its name, and its name is declared in package.json. No comment switches the rule off: see [tools/lint/README.md](../tools/lint/README.md#import-directions)',
  }],
  check,
};

async function check(scope: CheckScope): Promise<readonly FindingDraft[]> {
  if (!scope.workspace.hasDirectionTable) return [];
  const place = `import-directions:${scope.folders.join(',')}`;
  const key = digestForEslint(scope);
  const known = scope.since === undefined ? scope.cache.find(place, key) : undefined;
  if (known !== undefined) return known;
  const files = scope.files.filter(({ path, read }) => script.test(path) && read().source !== undefined).map(({ path }) => path);
  const { hintSeparator } = await import('../rules/import-directions.ts');
  const { runEslint } = await import('../eslint/eslint-run.ts');
  const run = await runEslint({ root: scope.workspace.root, files }, await createOptions(scope.workspace));
  const drafts = run.results.flatMap(({ file, messages }) => messages.map((message): FindingDraft => {
    const [facts = '', hint] = message.message.split(hintSeparator);
    return {
      rule,
      severity: 'error',
      message: message.fatal === true ? `read the imports: ${facts}` : facts,
      ...(hint === undefined ? {} : { hint }),
      file,
      ...readRange(message),
      documentation: documentationOf('import-directions'),
    };
  }));
  if (scope.since === undefined) scope.cache.keep(place, key, drafts);
  return drafts;
}

async function createOptions(workspace: Workspace): Promise<ESLint.Options> {
  const [{ defineConfig }, { default: tseslint }, { createPlugin }, { ignoredFiles, sourceFiles }] = await Promise.all([
    import('eslint/config'), import('typescript-eslint'), import('../rules/plugin.ts'), import('../source-files.ts'),
  ]);
  const overrideConfig: Config[] = defineConfig(...ignoredFiles(workspace.root), {
    files: [...sourceFiles],
    languageOptions: { parser: tseslint.parser, parserOptions: { tsconfigRootDir: workspace.root } },
    plugins: { bigpanda: createPlugin(workspace) },
    rules: { [rule]: 'error' },
    linterOptions: { reportUnusedDisableDirectives: 'off' },
  });
  return { overrideConfigFile: true, overrideConfig, allowInlineConfig: false };
}

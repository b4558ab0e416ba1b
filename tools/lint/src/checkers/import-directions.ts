import { type Config, defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import type { Checker } from '../checker.ts';
import type { FindingDraft } from '../finding.ts';
import { readRange } from '../message-draft.ts';
import { documentationOf } from '../rules/documentation.ts';
import { hintSeparator } from '../rules/import-directions.ts';
import { createPlugin } from '../rules/plugin.ts';
import { runEslint } from '../run-eslint.ts';
import { ignoredFiles, sourceFiles } from '../source-files.ts';
import type { Workspace } from '../workspace.ts';

const rule = 'bigpanda/import-directions';

/**
 * Imports that go against the table of import directions. Runs apart from the `eslint` checker, with a configuration of
 * its own and without regard to comments in the files, so that nothing in a file or in eslint.config.ts switches it off.
 */
export const checker: Checker = async (scope) => {
  const { results } = await runEslint(scope, {
    overrideConfigFile: true,
    overrideConfig: createConfig(scope.workspace),
    allowInlineConfig: false,
  });
  return results.flatMap(({ file, messages }) => messages.map((message): FindingDraft => {
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
};

function createConfig(workspace: Workspace): Config[] {
  return defineConfig(
    ...ignoredFiles(workspace.root),
    {
      files: [...sourceFiles],
      languageOptions: { parser: tseslint.parser, parserOptions: { tsconfigRootDir: workspace.root } },
      plugins: { bigpanda: createPlugin(workspace) },
      rules: { [rule]: 'error' },
      linterOptions: { reportUnusedDisableDirectives: 'off' },
    },
  );
}

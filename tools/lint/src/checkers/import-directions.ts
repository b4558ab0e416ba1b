import type { Checker, CheckScope } from '../checker.ts';
import { digestForEslint } from '../eslint/eslint-key.ts';
import type { FileResult } from '../eslint/eslint-run.ts';
import { findEslintThread } from '../eslint/eslint-thread.ts';
import type { FindingDraft } from '../finding.ts';
import { readRange } from '../message-draft.ts';
import { documentationOf } from '../rules/documentation.ts';
import { hintSeparator } from '../rules/hint-separator.ts';

const rule = 'bigpanda/import-directions';
const script = /\.[cm]?[jt]sx?$/u;

/**
 * Imports that go against the table of import directions. Nothing in a file or in eslint.config.ts switches it off: it
 * shares the run of the `eslint` checker only for files in which nothing could have.
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
  const results = (await findEslintThread(scope))?.directions ?? await runAlone(scope);
  const drafts = results.flatMap(({ file, messages }) => messages.map((message): FindingDraft => {
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
  if (scope.since === undefined) scope.cache.keep(place, key, { drafts });
  return drafts;
}

async function runAlone({ workspace, files }: CheckScope): Promise<readonly FileResult[]> {
  const { runDirections } = await import('../eslint/directions-run.ts');
  return runDirections(workspace, files.filter(({ path, read }) => script.test(path) && read().source !== undefined).map(({ path }) => path));
}

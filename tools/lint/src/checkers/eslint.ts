import { join } from 'node:path';
import type { Linter } from 'eslint';
import type { Checker } from '../checker.ts';
import type { FindingDraft } from '../finding.ts';
import { readFix, readRange } from '../message-draft.ts';
import { documentationOf } from '../rules/documentation.ts';
import { runEslint, type EslintRun } from '../run-eslint.ts';
import type { Workspace } from '../workspace.ts';

/** Rules about a whole file, whose place in it means nothing. */
const wholeFileRules = new Set(['max-lines']);

/** What ESLint says with the workspace's eslint.config.ts, and comments that switch a rule off without saying why. */
export const checker: Checker = async (scope) => {
  const run = await runEslint(scope, {
    overrideConfigFile: join(scope.workspace.root, 'eslint.config.ts'),
    // The checker import-directions does this one, so that it cannot be switched off.
    overrideConfig: { rules: { 'bigpanda/import-directions': 'off' } },
    flags: ['unstable_native_nodejs_ts_config'],
  });
  return run.results.flatMap(({ file, messages, suppressedMessages }) => [
    ...messages.map((message) => draftMessage({ message, file, run, workspace: scope.workspace })),
    ...suppressedMessages.filter(isUnexplained).map((message) => draftUnexplained(message, file)),
  ]);
};

interface MessageContext {
  readonly message: Linter.LintMessage;
  readonly file: string;
  readonly run: EslintRun;
  readonly workspace: Workspace;
}

function draftMessage({ message, file, run, workspace }: MessageContext): FindingDraft {
  const rule = message.ruleId ?? (message.fatal === true ? 'eslint/parse' : 'eslint/directive');
  const documentation = run.findDocumentation(rule);
  return {
    rule,
    severity: message.severity === 2 ? 'error' : 'warning',
    ...readText(message, workspace.root),
    file,
    ...(wholeFileRules.has(rule) ? {} : readRange(message)),
    ...readFix(message),
    ...(documentation === undefined ? {} : { documentation }),
  };
}

/** The first line says what is wrong; some rules add a page of advice, which their documentation has as well. */
function readText({ message }: Linter.LintMessage, root: string): Pick<FindingDraft, 'message' | 'hint'> {
  if (message.includes('none-of-those-tsconfigs-include-this-file')) {
    return { message: 'parse with types: tsconfig.json does not include the file', hint: 'Add its folder to "include" in tsconfig.json.' };
  }
  const [first = ''] = message.split('\n');
  return { message: first.replaceAll(`${root}/`, '') };
}

function isUnexplained({ suppressions }: Linter.SuppressedLintMessage): boolean {
  return suppressions.every(({ justification }) => justification.trim() === '');
}

function draftUnexplained(message: Linter.SuppressedLintMessage, file: string): FindingDraft {
  return {
    rule: 'bigpanda/unexplained-suppression',
    severity: 'error',
    message: `switch off "${message.ruleId ?? 'a rule'}": the comment gives no reason`,
    hint: 'Write the reason after the rule: "// eslint-disable-next-line <rule> -- <reason>".',
    file,
    ...readRange(message),
    documentation: documentationOf('unexplained-suppression'),
  };
}

import type { Linter } from 'eslint';
import type { Checker, CheckScope, RuleDescription } from '../checker.ts';
import type { EslintCrash, EslintRun } from '../eslint/eslint-run.ts';
import { digestForEslint } from '../eslint/eslint-key.ts';
import { startEslintThread } from '../eslint/eslint-thread.ts';
import type { FindingDraft } from '../finding.ts';
import { stampInstalled } from '../lint-version.ts';
import { readFix, readRange } from '../message-draft.ts';
import { documentationOf } from '../rules/documentation.ts';

/** Rules about a whole file, whose place in it means nothing. */
const wholeFileRules = new Set(['max-lines']);

const ownRules: readonly RuleDescription[] = [
  { rule: 'bigpanda/unexplained-suppression', severity: 'error', summary: 'A comment that switches a rule off says why: `// eslint-disable-next-line <rule> -- <reason>`' },
  { rule: 'eslint/changed-modules', severity: 'note', summary: 'Packages were installed while ESLint ran, so that types may have been missing; nothing was remembered of the run' },
  { rule: 'eslint/configuration', severity: 'error', summary: 'The ESLint configuration and its plug-ins can be loaded' },
  { rule: 'eslint/crash', severity: 'error', summary: 'A rule or parser of a plug-in threw; the file was judged by all others' },
  { rule: 'eslint/directive', severity: 'error', summary: 'Comments that switch a rule off are needed and name rules that exist' },
  { rule: 'eslint/parse', severity: 'error', summary: 'The file is TypeScript or JavaScript, and tsconfig.json includes it' },
];

/**
 * What ESLint says with the repository's own configuration, or with a plain one of ours where it has none, and comments
 * that switch a rule off without saying why. Runs in a thread of its own.
 */
export const checker: Checker = { title: 'TypeScript and JavaScript', listRules, check };

async function check(scope: CheckScope): Promise<readonly FindingDraft[]> {
  const files = scope.files.flatMap(({ read }) => read().source?.path ?? []);
  if (!scope.allFiles.some(({ path }) => /\.[cm]?[jt]sx?$/u.test(path)) || files.length === 0) return [];
  const place = `eslint:${scope.folders.join(',')}`;
  const key = digestForEslint(scope);
  const known = scope.since === undefined ? scope.cache.find(place, key) : undefined;
  if (known !== undefined) return known;
  const { root } = scope.workspace;
  const installed = stampInstalled(root);
  const { run, reads } = await startEslintThread(scope, files);
  const drafts = draftRun(run, root);
  if (stampInstalled(root) !== installed) return [...drafts, draftChangedModules()];
  // A crash may come from outside of what the key says, such as memory that ran out.
  if (scope.since === undefined && run.crashes.length === 0 && run.configurationFailure === undefined) scope.cache.keep(place, key, { drafts, reads });
  return drafts;
}

function draftChangedModules(): FindingDraft {
  return { rule: 'eslint/changed-modules', severity: 'note', message: 'judge types: packages were installed meanwhile', hint: 'Run it again.', file: 'node_modules', documentation: documentationOf('eslint-changed-modules') };
}

function draftRun(run: EslintRun, root: string): FindingDraft[] {
  const failure = run.configurationFailure;
  if (failure !== undefined) {
    return [{
      rule: 'eslint/configuration', severity: 'error', message: `load the configuration of ESLint: ${failure.reason.replaceAll(`${root}/`, '')}`, file: failure.file,
      hint: 'Correct the configuration or its plug-in; no TypeScript or JavaScript was judged.', documentation: documentationOf('eslint-configuration'),
    }];
  }
  return [...run.crashes.map(draftCrash), ...run.results.flatMap(({ file, messages, suppressedMessages }) => [
    ...messages.map((message) => draftMessage({ message, file, run, root })),
    ...suppressedMessages.filter(isUnexplained).map((message) => draftUnexplained(message, file)),
  ])];
}

interface MessageContext {
  readonly message: Linter.LintMessage;
  readonly file: string;
  readonly run: EslintRun;
  readonly root: string;
}

function draftMessage({ message, file, run, root }: MessageContext): FindingDraft {
  const rule = message.ruleId ?? (message.fatal === true ? 'eslint/parse' : 'eslint/directive');
  const documentation = run.documentation[rule];
  return {
    rule,
    severity: message.severity === 2 ? 'error' : 'warning',
    ...readText(message, root),
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

function draftCrash({ file, rule, reason }: EslintCrash): FindingDraft {
  return {
    rule: 'eslint/crash',
    severity: 'error',
    message: rule === undefined ? `judge the file: ESLint failed: ${reason}` : `judge the file: the rule "${rule}" failed: ${reason}`,
    hint: 'Report it to the plug-in, or switch the rule off for this file.',
    file,
    documentation: documentationOf('eslint-crash'),
  };
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

async function listRules(): Promise<readonly RuleDescription[]> {
  const { listConfiguredRules } = await import('../eslint/configured-rules.ts');
  return [...ownRules, ...listConfiguredRules()];
}

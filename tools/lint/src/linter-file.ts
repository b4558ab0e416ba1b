import { Linter } from 'eslint';
import type { FindingDraft } from './finding.ts';
import { readFix, readRange } from './message-draft.ts';
import type { SourceText } from './source-file.ts';

/** How one language is judged by ESLint's plug-in for it. */
export interface LinterLanguage {
  /** What its rules begin with. */
  readonly prefix: string;
  readonly config: Linter.Config;
  /** Rules that are errors; all others warn. */
  readonly errors: ReadonlySet<string>;
  readonly describe: (rule: string) => string | undefined;
}

/** What a plug-in of ESLint says of one text, without regard to any configuration of the repository. */
export function judgeByLinter({ path, text }: SourceText, { prefix, config, errors, describe }: LinterLanguage): FindingDraft[] {
  // A name of ours: ESLint chooses configurations by name, and the repository's own names may mean anything.
  const messages = new Linter({ configType: 'flat' }).verify(text, [{ ...config, files: ['**/*.data'] }], { filename: 'file.data' });
  return messages.map((message) => {
    const rule = message.ruleId ?? `${prefix}/${message.fatal === true ? 'parse' : 'directive'}`;
    const documentation = describe(rule);
    const [first = ''] = message.message.split('\n');
    return {
      rule,
      severity: message.fatal === true || errors.has(rule) ? 'error' : 'warning',
      message: first,
      file: path,
      ...readRange(message),
      ...readFix(message),
      ...(documentation === undefined ? {} : { documentation }),
    };
  });
}

import { setImmediate } from 'node:timers/promises';
import type { Checker, CheckScope, RuleDescription } from './checker.ts';
import type { FindingDraft } from './finding.ts';
import type { Language } from './language.ts';
import { digestOf } from './result-cache.ts';
import { documentationOf } from './rules/documentation.ts';
import type { SourceText } from './source-file.ts';

/** Judges one text. */
export type JudgeFile = (source: SourceText) => readonly FindingDraft[] | Promise<readonly FindingDraft[]>;

/** A checker that judges each file by itself. */
export interface FileChecker {
  /** Name of the checker's file. */
  readonly name: string;
  readonly title: string;
  readonly listRules: () => Promise<readonly RuleDescription[]>;
  /** Languages it reads; every text when absent. */
  readonly languages?: readonly Language[];
  /** Files of these languages that it leaves to others. */
  readonly skips?: (source: SourceText, scope: CheckScope) => boolean;
  /** Loads the library; called when the first file needs it. */
  readonly open: () => Promise<JudgeFile>;
}

/** A checker out of one that judges single files: it reads them, remembers the results, and goes on when judging one fails. */
export function checkFiles(checker: FileChecker): Checker {
  return { title: checker.title, listRules: checker.listRules, check: async (scope) => checkEach(checker, scope) };
}

async function checkEach(checker: FileChecker, scope: CheckScope): Promise<readonly FindingDraft[]> {
  const { cache } = scope;
  const drafts: FindingDraft[] = [];
  let judge: JudgeFile | undefined;
  for (const source of selectSources(checker, scope)) {
    const place = `${checker.name}:${source.path}`;
    const key = digestOf([source.digest, source.language ?? '']);
    const known = cache.find(place, key);
    if (known !== undefined) {
      drafts.push(...known);
      continue;
    }
    // Signals and messages of threads are heard only in between.
    await setImmediate();
    scope.signal?.throwIfAborted();
    judge ??= await checker.open();
    const found = await judgeSafely(judge, source, checker.name);
    if (!found.isFailure) cache.keep(place, key, { drafts: found.drafts });
    drafts.push(...found.drafts);
  }
  return drafts;
}

function selectSources({ languages, skips }: FileChecker, scope: CheckScope): SourceText[] {
  return scope.files.flatMap((file) => {
    const { source } = file.read();
    if (source === undefined || (languages !== undefined && (source.language === undefined || !languages.includes(source.language)))) return [];
    return skips?.(source, scope) === true ? [] : [source];
  });
}

async function judgeSafely(judge: JudgeFile, source: SourceText, name: string): Promise<{ readonly drafts: readonly FindingDraft[]; readonly isFailure: boolean }> {
  try {
    return { drafts: await judge(source), isFailure: false };
  } catch (error) {
    return { drafts: [draftFailure(name, source.path, error)], isFailure: true };
  }
}

/** What is said where a checker itself fails. */
export function draftFailure(name: string, file: string, error: unknown): FindingDraft {
  const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return {
    rule: 'bigpanda/checker-failure',
    severity: 'error',
    message: `run the checker "${name}": ${reason}`,
    hint: 'Correct the file if it is damaged; if it is sound, report a bug in lint.',
    file,
    documentation: documentationOf('checker-failure'),
  };
}

import { createHash } from 'node:crypto';
import type { Finding, FindingDraft, SourceRange } from './finding.ts';

/** What is kept of a line: one of a bundle may be megabytes long, and have a thousand findings. */
const keptCharacters = 400;
/** How much of them stands before the place. */
const keptBefore = 100;
const hiddenLine = '(not shown: it holds a secret)';

/**
 * Findings with their source line and fingerprint, sorted by file, line, column, rule and message (by code unit).
 * The fingerprint is made of rule, file, the text of the line without its indentation and, where those are equal, the
 * order of appearance; line numbers and the message (which may hold numbers) do not count. A line that holds a secret counts, but is not shown.
 * @param readText the text of a file below the workspace, `undefined` where there is none
 */
export function completeFindings(drafts: readonly FindingDraft[], readText: (file: string) => string | undefined): Finding[] {
  const seen = new Map<string, number>();
  const lines = new Map<string, readonly SourceLine[]>();
  const hidden = new Set(drafts.filter(({ hidesLine }) => hidesLine === true).map(placeOf));
  return drafts.toSorted(compareDrafts).map((draft) => {
    const line = findLine(draft);
    const identity = JSON.stringify([draft.rule, draft.file, line?.identity ?? draft.message]);
    const earlier = seen.get(identity) ?? 0;
    seen.set(identity, earlier + 1);
    const shown = line === undefined ? {} : hidden.has(placeOf(draft)) ? { sourceLine: hiddenLine, hidesLine: true as const } : cutLine(line.text, draft.range);
    return { ...draft, ...shown, fingerprint: digest(`${identity}${earlier}`).slice(0, 16) };
  });

  function findLine({ sourceLine, range, file }: FindingDraft): SourceLine | undefined {
    if (sourceLine !== undefined) return identify(sourceLine);
    return range === undefined ? undefined : readLines(file)[range.line - 1];
  }

  function readLines(file: string): readonly SourceLine[] {
    const known = lines.get(file);
    if (known !== undefined) return known;
    const read = readText(file)?.split(/\r?\n/).map(identify) ?? [];
    lines.set(file, read);
    return read;
  }
}

function placeOf({ file, range }: FindingDraft): string {
  return `${range?.line ?? 0}:${file}`;
}

/** A line, and what tells it from others wherever it stands and however far it is indented. */
interface SourceLine {
  readonly text: string;
  readonly identity: string;
}

function identify(text: string): SourceLine {
  const trimmed = text.trim();
  return { text, identity: trimmed.length > keptCharacters ? digest(trimmed) : trimmed };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function cutLine(text: string, range: SourceRange | undefined): Pick<Finding, 'sourceLine' | 'sourceColumn'> {
  if (text.length <= keptCharacters) return { sourceLine: text };
  const start = Math.max(Math.min((range?.column ?? 1) - 1 - keptBefore, text.length - keptCharacters), 0);
  return { sourceLine: text.slice(start, start + keptCharacters), ...(start === 0 ? {} : { sourceColumn: start + 1 }) };
}

function compareDrafts(left: FindingDraft, right: FindingDraft): number {
  return (
    compareText(left.file, right.file) ||
    compareStarts(left.range, right.range) ||
    compareText(left.rule, right.rule) ||
    compareText(left.message, right.message)
  );
}

function compareStarts(left: SourceRange | undefined, right: SourceRange | undefined): number {
  if (left === undefined || right === undefined) return Number(left !== undefined) - Number(right !== undefined);
  return left.line - right.line || left.column - right.column;
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

import { createHash } from 'node:crypto';
import type { Finding, FindingDraft, SourceRange } from './finding.ts';

/**
 * Findings with their source line and fingerprint, sorted by file, line, column, rule and message (by code unit).
 * The fingerprint is made of rule, file, the text of the line without its indentation and, where those are equal, the
 * order of appearance; line numbers and the message (which may hold numbers) do not count.
 * @param readText the text of a file below the workspace, `undefined` where there is none
 */
export function completeFindings(drafts: readonly FindingDraft[], readText: (file: string) => string | undefined): Finding[] {
  const seen = new Map<string, number>();
  const lines = new Map<string, readonly string[]>();
  return drafts.toSorted(compareDrafts).map((draft) => {
    const sourceLine = draft.sourceLine ?? (draft.range === undefined ? undefined : readLines(draft.file)[draft.range.line - 1]);
    const identity = JSON.stringify([draft.rule, draft.file, sourceLine?.trim() ?? draft.message]);
    const earlier = seen.get(identity) ?? 0;
    seen.set(identity, earlier + 1);
    const fingerprint = createHash('sha256').update(`${identity}${earlier}`).digest('hex').slice(0, 16);
    return { ...draft, ...(sourceLine === undefined ? {} : { sourceLine }), fingerprint };
  });

  function readLines(file: string): readonly string[] {
    const known = lines.get(file);
    if (known !== undefined) return known;
    const read = readText(file)?.split(/\r?\n/) ?? [];
    lines.set(file, read);
    return read;
  }
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

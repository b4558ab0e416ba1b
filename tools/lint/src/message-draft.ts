import type { Linter } from 'eslint';
import type { FindingDraft } from './finding.ts';

/**
 * Where an ESLint message points at, as the part of a finding that holds it; nothing where it is about the whole file.
 * ESLint's lines and columns count from 1 and its end column is exclusive, as ours are; `line` is absent, against its
 * type, when a parser fails without a place.
 */
export function readRange({ line, column, endLine, endColumn }: Linter.LintMessage): Pick<FindingDraft, 'range'> {
  if (!(line >= 1)) return {};
  return { range: { line, column, endLine: endLine ?? line, endColumn: endColumn ?? column + 1 } };
}

/** The fix of an ESLint message, as the part of a finding that holds it. */
export function readFix({ fix }: Linter.LintMessage): Pick<FindingDraft, 'fix'> {
  if (fix === undefined) return {};
  return { fix: { startOffset: fix.range[0], endOffset: fix.range[1], text: fix.text } };
}

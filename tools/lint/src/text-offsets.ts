import type { SourceRange } from './finding.ts';

/** Places of a text, by line and column and by offset in UTF-16 units. */
export interface TextOffsets {
  /** Line and column count from 1. */
  readonly offsetAt: (line: number, column: number) => number;
  readonly rangeOf: (startOffset: number, endOffset: number) => SourceRange;
}

/** The places of a text. */
export function createOffsets(text: string): TextOffsets {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const place = (offset: number): { readonly line: number; readonly column: number } => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
  return {
    offsetAt: (line, column) => Math.min((starts[line - 1] ?? text.length) + column - 1, text.length),
    rangeOf: (startOffset, endOffset) => {
      const end = place(endOffset);
      return { ...place(startOffset), endLine: end.line, endColumn: end.column };
    },
  };
}

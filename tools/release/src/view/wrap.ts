import { printable } from './printable.ts';

/** Columns of prose where nobody says how wide a terminal is. */
export const usualColumns = 80;

/** A paragraph as lines of at most so many columns; a longer word has a line of its own. */
export function wrap(text: string, columns = usualColumns): string[] {
  const lines: string[] = [];
  for (const word of printable(text).split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= columns) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** A paragraph behind a margin, which the lines after the first continue deeper. */
export function wrapIndented(text: string, { margin, columns = usualColumns }: { readonly margin: string; readonly columns?: number | undefined }): string[] {
  return wrap(text, columns - margin.length - 2).map((line, index) => `${margin}${index === 0 ? '' : '  '}${line}`);
}

/** A paragraph as lines for a terminal of so many columns, the later ones indented; one line without a number, as for a pipe. */
export function wrapForTerminal(text: string, columns: number | undefined): string[] {
  return wrapIndented(text, { margin: '', columns: columns ?? Infinity });
}

/** A line cut to so many columns, with a sign that it goes on; whole without a number, as for a pipe. */
export function fit(text: string, columns: number | undefined): string {
  return columns === undefined || text.length <= columns ? text : `${text.slice(0, columns - 1)}…`;
}

import { styleText } from 'node:util';
import type { ExplanationStep } from '@bigpanda/tagger';
import { shaDigits } from './plan-words.ts';
import { printable } from './printable.ts';
import { wrap, wrapIndented } from './wrap.ts';

export interface ExplanationView {
  readonly colours: boolean;
  /** Width of the terminal; lines stay whole without one. */
  readonly columns?: number | undefined;
  /** What else a reader should know, below the chain. */
  readonly notes?: readonly string[];
}

/** A chain of reasons, each link below what it explains. */
export function renderExplanation(steps: readonly ExplanationStep[], { colours, columns = Infinity, notes = [] }: ExplanationView): string {
  const [first, ...rest] = steps;
  const head = printable(first?.text ?? '');
  const lines = rest.flatMap(({ text, breaking, commit, file, line }) => [
    ...wrapIndented(text, { margin: '  ', columns }),
    ...(breaking === undefined || text.includes(breaking) ? [] : wrapIndented(`breaking: ${breaking}`, { margin: '     ', columns })),
    ...(commit === undefined ? [] : [`     commit ${commit.slice(0, shaDigits)}`]),
    ...(file === undefined ? [] : [`     file ${printable(file)}${line === undefined ? '' : ` line ${line}`}`]),
  ]);
  return [colours ? styleText('bold', head, { validateStream: false }) : head, ...lines, ...notes.flatMap((note) => wrap(note, columns)), ''].join('\n');
}

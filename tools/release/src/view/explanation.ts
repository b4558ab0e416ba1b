import { styleText } from 'node:util';
import type { ExplanationStep } from '@bigpanda/tagger';
import { shaDigits } from './plan-words.ts';
import { printable } from './printable.ts';

export interface ExplanationView {
  readonly colours: boolean;
  readonly note?: string | undefined;
}

/** A chain of reasons, each link below what it explains. */
export function renderExplanation(steps: readonly ExplanationStep[], { colours, note }: ExplanationView): string {
  const [first, ...rest] = steps;
  const head = printable(first?.text ?? '');
  const lines = rest.flatMap(({ text, breaking, commit, file, line }) => [
    `  ${printable(text)}`,
    ...(breaking === undefined || text.includes(breaking) ? [] : [`     breaking: ${printable(breaking)}`]),
    ...(commit === undefined ? [] : [`     commit ${commit.slice(0, shaDigits)}`]),
    ...(file === undefined ? [] : [`     file ${printable(file)}${line === undefined ? '' : ` line ${line}`}`]),
  ]);
  return [colours ? styleText('bold', head, { validateStream: false }) : head, ...lines, ...(note === undefined ? [] : [note]), ''].join('\n');
}

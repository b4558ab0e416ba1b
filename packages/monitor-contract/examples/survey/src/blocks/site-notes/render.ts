import { markup } from '@bigpanda/monitor-contract';
import type { NoteSummary } from './summary.ts';

/** The notes as HTML; a block has its heading from the core. */
export function render({ notes }: NoteSummary): string {
  return markup`${notes.map(({ text, author, written }) => markup`<p>${text} <span class="time">(${author}, ${written})</span></p>
`)}`.toString();
}

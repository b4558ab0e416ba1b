import { exactFilter, markup, renderPageTable, type PageTable } from '@bigpanda/monitor-contract';
import type { NoteSummary } from './summary.ts';

/** A table that counts nothing: columns with their kinds, rows with their cells. */
export function listTables({ notes }: NoteSummary): readonly PageTable[] {
  return [{
    key: 'notes',
    caption: 'Notes, newest first',
    columns: [{ key: 'site', title: 'Site' }, { key: 'text', title: 'Note', kind: 'long' }, { key: 'author', title: 'Author' }, { key: 'written', title: 'Written, UTC', kind: 'time' }],
    // A cell is a value, or a value with the address of the page that tells more.
    rows: notes.map(({ site, text, author, written }) => [{ value: site, href: `/jobs/?vo=survey&computingsite=${encodeURIComponent(exactFilter(site))}` }, text, author, written]),
    // An empty page says what to do.
    empty: 'There is no note yet: bigpandamon load survey notes FILE.',
  }];
}

/** The HTML below the heading. */
export function render(summary: NoteSummary): string {
  return markup`${listTables(summary).map(renderPageTable)}`.toString();
}

import type { VoPage } from '@bigpanda/monitor-contract';
import { toRecord, type NoteRecord } from './record.ts';
import { listTables, render } from './render.ts';
import { summarise, type NoteSummary } from './summary.ts';

/** Notes of shifters, from the table of the VO's own. */
export const notesPage: VoPage<NoteRecord, NoteSummary> = {
  path: 'notes/',
  title: 'Survey notes',
  help: 'What shifters wrote about sites, newest first.',
  filters: [{ name: 'author', title: 'Author', kind: 'text' }],
  // One reading statement. Values go into places, never into the text of the statement.
  query: ({ author = '' }) => ({ from: 'store', sql: "select site, author, text, written from notes where ? in ('', author) order by written desc limit 200", values: [author] }),
  toRecord,
  summarise,
  tables: listTables,
  render,
};

import type { VoSummary } from '@bigpanda/monitor-contract';
import { toRecord, type NoteRecord } from './record.ts';
import { render } from './render.ts';
import { summarise, type NoteSummary } from './summary.ts';

/** The note about a site on the core's page of the site. The parameters are what is known of the site. */
export const siteNotesBlock: VoSummary<NoteRecord, NoteSummary> = {
  place: 'site',
  title: 'Notes of the survey',
  // A block for which no row is found is left out.
  query: ({ site = '' }) => ({ from: 'store', sql: 'select site, author, text, written from notes where site = ?', values: [site] }),
  toRecord,
  summarise,
  render,
};

import type { VoPage } from '@bigpanda/monitor-contract';
import { toRecord, type KindRecord } from './record.ts';
import { listTables, render } from './render.ts';
import { summarise, type KindSummary } from './summary.ts';

/** Jobs of the survey by kind and state. A page is data: where it is, what it asks for, and the functions of its steps. */
export const kindsPage: VoPage<KindRecord, KindSummary> = {
  // The first page of a VO has the empty path.
  path: '',
  title: 'Survey jobs',
  help: 'Jobs of the survey by kind and state, by name.',
  // The core writes the form, refuses what is wrong with status 400, and hands the rest to query and summarise.
  filters: [
    { name: 'site', title: 'Site', kind: 'text' },
    { name: 'hours', title: 'Last hours', kind: 'number', default: '24' },
  ],
  // Counts cost far less than jobs: ask for them when you only want numbers. `attributes` takes "*" and "|" as the job list does.
  query: ({ site, hours = '0' }) => ({
    from: 'jobCounts',
    vo: 'survey',
    by: ['processingType', 'jobStatus'],
    ...(site === undefined ? {} : { attributes: { computingsite: site } }),
    ...(Number(hours) > 0 ? { hours: Number(hours) } : {}),
  }),
  toRecord,
  summarise,
  // `?csv=kinds` gives this table as CSV; the JSON of the page (`?json`) is the summary itself.
  tables: listTables,
  render,
};

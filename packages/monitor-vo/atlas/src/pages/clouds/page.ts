import type { VoPage } from '@bigpanda/monitor-contract';
import { activityFilter, hoursFilter, withinHours } from '../../activity.ts';
import { toRecord, type CloudRecord } from './record.ts';
import { listTables, render } from './render.ts';
import { summarise, type CloudSummary } from './summary.ts';

/** Jobs of ATLAS by activity, cloud, site and state. */
export const cloudsPage: VoPage<CloudRecord, CloudSummary> = {
  path: '',
  title: 'ATLAS clouds',
  help: 'Jobs of ATLAS: what they are run for, and in which clouds, most first. A number leads to its jobs, a cloud to its sites.\n\nA job is production when its label is "managed", analysis when it is "user" or "panda", and else a test.',
  filters: [activityFilter, { name: 'cloud', title: 'Cloud', kind: 'text' }, hoursFilter],
  query: ({ hours, cloud }) => ({ from: 'jobCounts', vo: 'atlas', by: ['cloud', 'computingSite', 'prodSourceLabel', 'jobStatus'], ...withinHours(hours), ...(cloud === undefined ? {} : { attributes: { cloud } }) }),
  toRecord,
  summarise,
  tables: listTables,
  render,
};

import type { VoPage } from '@bigpanda/monitor-contract';
import { hoursFilter, withinHours, type Activity } from '../../activity.ts';
import { toRecord, type WorkRecord } from './record.ts';
import { listTables, render } from './render.ts';
import { summarise, type WorkSummary } from './summary.ts';

/** Production of ATLAS: jobs by step and by working group. */
export const productionPage = makeWorkPage('production', 'ATLAS production', 'Production jobs of ATLAS, by the step that they do and by the working group that they are done for.');

/** Analysis of ATLAS: jobs by kind of processing and by user. */
export const analysisPage = makeWorkPage('analysis', 'ATLAS analysis', 'Analysis jobs of ATLAS, by the client that made them and by the user who sent them, most jobs first.');

function makeWorkPage(activity: Exclude<Activity, 'test'>, title: string, help: string): VoPage<WorkRecord, WorkSummary> {
  return {
    path: `${activity}/`,
    title,
    help: `${help}\n\nA number leads to its jobs.`,
    filters: [hoursFilter],
    query: ({ hours }) => ({ from: 'jobCounts', vo: 'atlas', by: ['prodSourceLabel', 'processingType', activity === 'production' ? 'workingGroup' : 'prodUserName', 'jobStatus'], ...withinHours(hours) }),
    toRecord,
    summarise: (records, { hours }) => summarise(records, { activity, ...(hours === undefined ? {} : { hours }) }),
    tables: listTables,
    render,
  };
}

import type { VoPage } from '@bigpanda/monitor-contract';
import { hoursFilter, withinHours, type Activity } from '../../activity.ts';
import { toRecord, type SplitRecord } from './record.ts';
import { listTables, render } from './render.ts';
import { summarise, type SplitSummary } from './summary.ts';

/** Production of ATLAS: jobs by step and by working group. */
export const productionPage = makeSplitPage('production', 'ATLAS production', 'Production jobs of ATLAS, by the step that they do and by the working group that they are done for.');

/** Analysis of ATLAS: jobs by kind of processing and by user. */
export const analysisPage = makeSplitPage('analysis', 'ATLAS analysis', 'Analysis jobs of ATLAS, by the client that made them and by the user who sent them, most jobs first.');

function makeSplitPage(activity: Exclude<Activity, 'test'>, title: string, help: string): VoPage<SplitRecord, SplitSummary> {
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

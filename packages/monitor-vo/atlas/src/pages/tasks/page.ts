import type { VoPage } from '@bigpanda/monitor-contract';
import { activityFilter, withinHours } from '../../activity.ts';
import { toRecord, type TaskRecord } from './record.ts';
import { listTables, render } from './render.ts';
import { summarise, type TaskSummary } from './summary.ts';

/** Tasks of ATLAS: what they are for, how far they are. */
export const tasksPage: VoPage<TaskRecord, TaskSummary> = {
  path: 'tasks/',
  title: 'ATLAS tasks',
  help: 'Tasks of ATLAS that changed in the last hours, newest first, and how many there are of each kind in each state. Progress is the part of their input that is done, failure rate the part of their jobs that failed.\n\nA task leads to its own page, a state to the tasks in it. In state, kind and user "*" stands for any characters and "|" for or; at most the newest 1,000 tasks are read.',
  filters: [
    activityFilter, { name: 'status', title: 'State', kind: 'text' }, { name: 'processing', title: 'Kind', kind: 'text' }, { name: 'user', title: 'User', kind: 'text' },
    { name: 'hours', title: 'Last hours', kind: 'number', default: '168' },
  ],
  query: ({ hours, status, processing, user }) => ({ from: 'tasks', vo: 'atlas', ...withinHours(hours), attributes: conditionsOf({ status, processingtype: processing, username: user }) }),
  toRecord,
  summarise,
  tables: listTables,
  render,
};

/** Those that are set. */
function conditionsOf(conditions: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(conditions).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

import { pseudoDataset, readRetryHistory, readTask, readTaskDatasets, readTaskParameters, workTypes, type TaskDatasetRow, type TaskFiles, type TaskRow } from '@bigpanda/datastore';
import { markup, renderFittedTable, type Markup, type PageCell, type PageTable } from '@bigpanda/monitor-contract';
import type { CorePage } from '../../route/core-page.ts';
import { notFound } from '../../route/page-request.ts';
import { jobHref, jobsHref } from '../../selection/job-address.ts';
import { renderFacts } from '../../view/facts.ts';
import { toRowRecord } from '../../view/row-record.ts';
import { datasetHref, subjectHref } from '../../view/subject-href.ts';
import { readSubject, renderSubject, subjectTables, summariseSubject, type SubjectFound, type SubjectGroup, type SubjectSummary } from '../subject/subject.ts';
import { toTaskRecord, type TaskRecord } from './task-record.ts';
import { plain } from './task-table.ts';

const groups: readonly SubjectGroup[] = [
  { key: 'sites', caption: 'Jobs by site', keys: [{ attribute: 'computingSite', title: 'Site' }] },
  { key: 'types', caption: 'Jobs by kind of work', keys: [{ attribute: 'processingType', title: 'Processing' }, { attribute: 'attemptNr', title: 'Attempt' }] },
];

const bytesOfTable = 40_000;

interface TaskFound {
  readonly task: TaskRow;
  readonly datasets: readonly TaskDatasetRow[];
  readonly parameters: string | undefined;
  readonly retries: readonly { readonly oldPandaId: number; readonly newPandaId: number }[];
  readonly jobs: SubjectFound;
}

interface TaskSummary {
  readonly task: TaskRecord;
  readonly datasets: readonly Readonly<Record<string, string | number | null>>[];
  /** As they were given; null where none are kept. */
  readonly parameters: string | null;
  readonly retries: readonly { readonly oldPandaId: number; readonly newPandaId: number }[];
  readonly jobs: SubjectSummary;
}

/** One task. */
export const taskPage: CorePage<TaskFound, TaskSummary> = {
  path: '/task/:jeditaskid/',
  title: 'Task',
  section: 'tasks',
  help: 'One task: its state, its datasets and how many of their files are done, its jobs by state, over time and by site, the errors of those that failed, which job was tried again as which, and the parameters as they were given.',
  filters: [],
  read: async ({ database }, { path: { jeditaskid = '' }, nowMilliseconds, format }) => {
    const id = /^\d{1,15}$/.test(jeditaskid) ? Number(jeditaskid) : -1;
    const task = await readTask(database, id);
    if (task === undefined) throw notFound(`Task ${jeditaskid}`);
    const [jobs, datasets, parameters, retries] = await Promise.all([
      readSubject(database, { conditions: [{ attribute: 'jediTaskID', patterns: [{ kind: 'equal', value: id }] }], since: task.CREATIONDATE }, { groups, nowMilliseconds, hours: 24, format }),
      readTaskDatasets(database, id), readTaskParameters(database, id), readRetryHistory(database, id),
    ]);
    return { task, datasets, parameters, retries, jobs };
  },
  summarise: ({ task, datasets, parameters, retries, jobs }) => ({
    task: toTaskRecord(task, sumFiles(datasets)),
    datasets: datasets.map(toRowRecord),
    parameters: parameters === undefined ? null : indentJson(parameters),
    retries,
    jobs: summariseSubject(jobs, groups),
  }),
  titleOf: ({ task }) => `Task ${plain(task['jeditaskid']) ?? ''}`,
  tables: (summary) => [...subjectTables(summary.jobs, groups, parametersOf(summary)), datasetTable(summary), retryTable(summary)],
  render: renderTask,
  blocks: { place: 'task', parametersOf: ({ task }) => Object.fromEntries(Object.entries(task).flatMap(([name, value]) => (typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : []))) },
};

function parametersOf({ task }: TaskSummary): Readonly<Record<string, string | number>> {
  return { jeditaskid: plain(task['jeditaskid']) ?? '' };
}

function sumFiles(datasets: readonly TaskDatasetRow[]): TaskFiles {
  const inputs = datasets.filter(({ TYPE }) => workTypes.includes(TYPE));
  const sum = (column: 'NFILES' | 'NFILESFINISHED' | 'NFILESFAILED'): number => inputs.reduce((all, dataset) => all + (dataset[column] ?? 0), 0);
  return { files: sum('NFILES'), finished: sum('NFILESFINISHED'), failed: sum('NFILESFAILED') };
}

function indentJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function datasetTable({ datasets }: TaskSummary): PageTable {
  return {
    key: 'datasets', caption: 'Datasets',
    columns: [{ key: 'datasetname', title: 'Name', kind: 'long' }, { key: 'type', title: 'Type' }, { key: 'status', title: 'Status' }, { key: 'nfiles', title: 'Files', kind: 'number' }, { key: 'nfilesfinished', title: 'Finished', kind: 'number' }, { key: 'nfilesfailed', title: 'Failed', kind: 'number' }, { key: 'nfilesused', title: 'Used', kind: 'number' }],
    rows: datasets.map((dataset) => [linkedDataset(dataset['datasetname'] ?? null), ...['type', 'status', 'nfiles', 'nfilesfinished', 'nfilesfailed', 'nfilesused'].map((name) => dataset[name] ?? null)]),
    empty: 'The task has no datasets.',
  };
}

/** A pseudo dataset stands for work without input; it has no page. */
function linkedDataset(name: string | number | null): PageCell {
  return name === null || name === '' || name === pseudoDataset ? name : { value: name, href: datasetHref(String(name)) };
}

function retryTable({ retries }: TaskSummary): PageTable {
  return {
    key: 'retries', caption: 'Jobs tried again',
    columns: [{ key: 'old', title: 'Job' }, { key: 'new', title: 'Tried again as' }],
    rows: retries.map(({ oldPandaId, newPandaId }) => [{ value: oldPandaId, href: jobHref(oldPandaId) }, { value: newPandaId, href: jobHref(newPandaId) }]),
    empty: 'No job was tried again.',
  };
}

function renderTask(summary: TaskSummary, tables: readonly PageTable[]): Markup {
  const [datasets, retries] = tables.slice(-2);
  const { task, parameters } = summary;
  const value = (name: string): string | number | null => plain(task[name]);
  const user = value('username');
  const userHref = user === null ? undefined : subjectHref('produsername', user);
  return markup`${renderFacts([
    ['Name', value('taskname')], ['Status', value('status')], ['User', userHref === undefined ? user : markup`<a href="${userHref}">${user ?? ''}</a>`], ['VO', value('vo')], ['Type', value('prodsourcelabel')], ['Processing', value('processingtype')],
    ['Files', `${task.dsinfo.nfilesfinished} finished, ${task.dsinfo.nfilesfailed} failed of ${task.dsinfo.nfiles}`], ['Priority', value('currentpriority')], ['Request', value('reqid')], ['Parent task', value('parent_tid')],
    ['Created', value('creationdate')], ['Changed', value('modificationtime')], ['Ended', value('endtime')], ['What it says', value('errordialog')], ['Jobs', markup`<a href="${jobsHref(parametersOf(summary))}">list of its jobs</a>`],
  ])}
${datasets === undefined ? '' : renderFittedTable(datasets, bytesOfTable)}
${renderSubject(summary.jobs, tables.slice(0, -2), parametersOf(summary))}
${retries === undefined || summary.retries.length === 0 ? '' : renderFittedTable(retries, bytesOfTable)}
${parameters === null ? '' : markup`<section><h2>Parameters</h2><pre tabindex="0">${parameters}</pre></section>`}
`;
}

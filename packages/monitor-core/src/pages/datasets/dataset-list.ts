import { datasetColumns, kindOfDatasetColumn, scannedDatasets, selectDatasets, selectTaskDatasets, type DatasetColumn, type TaskDatasetColumn } from '@bigpanda/datastore';
import { markup, renderPageTable, type Markup, type PageFilter, type PageTable } from '@bigpanda/monitor-contract';
import { checkedParameters, keptParameters } from '../../request/parameters.ts';
import type { CorePage } from '../../route/core-page.ts';
import { readColumnConditions } from '../../selection/column-conditions.ts';
import { limitFilter, readRowLimit } from '../../selection/row-limit.ts';
import { readHours, sinceHours } from '../../selection/time-text.ts';
import { readJobsOfFiles, readVo, voFilter } from '../../selection/vo-filter.ts';
import { countOf } from '../../view/count-words.ts';
import { renderMore } from '../../view/more-rows.ts';
import { toRowRecord } from '../../view/row-record.ts';
import { datasetHref } from '../../view/subject-href.ts';

/** Fields of the form, with what they are called there. */
const formTitles: Readonly<Record<string, string>> = { name: 'Name', type: 'Type', status: 'Status', hours: 'Last hours', vo: 'VO', limit: 'Rows' };

const filters: readonly PageFilter[] = [
  ...datasetColumns.map((column): PageFilter => ({ name: column.toLowerCase(), title: formTitles[column.toLowerCase()] ?? column.toLowerCase(), kind: 'text' })),
  { name: 'hours', title: 'Last hours', kind: 'number' }, voFilter, limitFilter,
];
const formFilters = filters.filter(({ name }) => formTitles[name] !== undefined);
const limits = { usual: 100, most: 400, mostOfTwins: 10_000 };

/** A dataset by column names in lower case. */
type DatasetRecord = Readonly<Record<string, string | number | null>>;

interface DatasetsSummary {
  readonly parameters: Readonly<Record<string, string>>;
  readonly datasets: readonly DatasetRecord[];
  /** Datasets of tasks that match in name, type, status and VO, by the columns of `jedi_datasets` in lower case; those of the newest tasks first. */
  readonly ofTasks: readonly DatasetRecord[];
  /** As many were read of one of them as the limit lets: there may be older ones. */
  readonly isCut: boolean;
  /** Datasets, those that changed last, that were looked at for files of the jobs that are told of; null where every one is. */
  readonly lookedAt: number | null;
}

/** Columns of `jedi_datasets` by the filters that hold for them too. */
const taskColumns: readonly (readonly [column: DatasetColumn, of: TaskDatasetColumn])[] = [['NAME', 'DATASETNAME'], ['TYPE', 'TYPE'], ['STATUS', 'STATUS']];

/** The list of datasets. */
export const datasetListPage: CorePage<DatasetsSummary, DatasetsSummary> = {
  path: '/datasets/',
  title: 'Datasets',
  section: 'tasks',
  menu: 'Datasets',
  help: 'Datasets by which files are sent to sites (dispatch, _dis) and away from them (_sub), and what else was registered, those that changed last first; and the datasets of tasks. Every column is a filter by its name in lower case, such as name, type, status, in the language of the list of jobs; datasets of tasks are those that match in name, type, status and VO.',
  filters,
  read: async ({ database }, request) => {
    const checked = checkedParameters(filters, request.parameters);
    const limit = readRowLimit(request, limits);
    const ofJobs = readJobsOfFiles(request);
    const since = checked['hours'] === undefined ? {} : { since: sinceHours(request.nowMilliseconds, readHours(checked)) };
    const conditions = readColumnConditions(datasetColumns, { kindOf: kindOfDatasetColumn, parameters: request.parameters });
    const ofTasks = [...conditions.flatMap((condition) => taskColumns.filter(([column]) => column === condition.column).map(([, column]) => ({ ...condition, column }))), ...readVo(request).conditions.map((condition) => ({ ...condition, column: 'VO' }) as const)];
    const isOfOthers = conditions.some(({ column }) => !taskColumns.some(([known]) => known === column));
    const [rows, taskRows] = [await selectDatasets(database, { conditions, ...since, ...(ofJobs === undefined ? {} : { ofJobs }) }, limit), isOfOthers ? [] : await selectTaskDatasets(database, { conditions: ofTasks, ...since }, limit)];
    return { parameters: keptParameters(request.parameters), datasets: rows.map(toRowRecord), ofTasks: taskRows.map(toRowRecord), isCut: rows.length === limit || taskRows.length === limit, lookedAt: ofJobs === undefined ? null : Math.max(limit, scannedDatasets) };
  },
  summarise: (found) => found,
  formOf: ({ parameters }) => ({ path: '/datasets/', filters: formFilters, parameters }),
  tables: (summary) => [datasetTable(summary), taskDatasetTable(summary)],
  render: (summary, tables): Markup => markup`${summary.lookedAt === null ? '' : markup`<p class="hint">With files of these jobs, among the ${summary.lookedAt.toLocaleString('en')} datasets that changed last and match otherwise.</p>
`}${tables.map(renderPageTable)}${summary.isCut ? renderMore('/datasets/', summary.parameters, limits.most) : ''}`,
};

function datasetTable({ datasets }: Pick<DatasetsSummary, 'datasets'>): PageTable {
  return {
    key: 'datasets', caption: `${countOf(datasets, 'dataset')}, those that changed last first`, empty: 'No dataset matches.',
    columns: [
      { key: 'name', title: 'Name', kind: 'long' }, { key: 'type', title: 'Type' }, { key: 'status', title: 'Status' }, { key: 'numberfiles', title: 'Files', kind: 'number' }, { key: 'currentfiles', title: 'There now', kind: 'number' },
      { key: 'creationdate', title: 'Created', kind: 'time' }, { key: 'modificationdate', title: 'Changed', kind: 'time' },
    ],
    rows: datasets.map((dataset) => [{ value: dataset['name'] ?? '', href: datasetHref(String(dataset['name'] ?? '')) }, ...['type', 'status', 'numberfiles', 'currentfiles', 'creationdate', 'modificationdate'].map((name) => dataset[name] ?? null)]),
  };
}

function taskDatasetTable({ ofTasks }: Pick<DatasetsSummary, 'ofTasks'>): PageTable {
  return {
    key: 'tasks', caption: `${countOf(ofTasks, 'dataset')} of tasks, newest tasks first`, empty: 'No dataset of a task matches.',
    columns: [
      { key: 'datasetname', title: 'Name', kind: 'long' }, { key: 'jeditaskid', title: 'Task' }, { key: 'type', title: 'As' }, { key: 'status', title: 'Status' }, { key: 'nfiles', title: 'Files', kind: 'number' },
      { key: 'nfilesfinished', title: 'Finished', kind: 'number' }, { key: 'nfilesfailed', title: 'Failed', kind: 'number' }, { key: 'modificationtime', title: 'Changed', kind: 'time' },
    ],
    rows: ofTasks.map((dataset) => [
      { value: dataset['datasetname'] ?? '', href: datasetHref(String(dataset['datasetname'] ?? '')) }, { value: dataset['jeditaskid'] ?? '', href: `/task/${dataset['jeditaskid'] ?? ''}/` },
      ...['type', 'status', 'nfiles', 'nfilesfinished', 'nfilesfailed', 'modificationtime'].map((name) => dataset[name] ?? null),
    ]),
  };
}

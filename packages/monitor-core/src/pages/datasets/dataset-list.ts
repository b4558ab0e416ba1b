import { datasetColumns, kindOfDatasetColumn, selectDatasets, type DatasetRow } from '@bigpanda/datastore';
import { markup, renderPageTable, type Markup, type PageFilter, type PageTable } from '@bigpanda/monitor-contract';
import { checkedParameters, keptParameters } from '../../request/parameters.ts';
import type { CorePage } from '../../route/core-page.ts';
import { readColumnConditions } from '../../selection/column-conditions.ts';
import { limitFilter, readRowLimit } from '../../selection/row-limit.ts';
import { sinceHours } from '../../selection/time-text.ts';
import { readJobsOfFiles, voFilter } from '../../selection/vo-filter.ts';
import { renderMore } from '../../view/more-rows.ts';
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
  readonly isCut: boolean;
}

/** The list of datasets. */
export const datasetListPage: CorePage<DatasetsSummary, DatasetsSummary> = {
  path: '/datasets/',
  title: 'Datasets',
  section: 'tasks',
  menu: 'Datasets',
  help: 'Datasets that jobs read and write, and those by which their files are sent to sites (dispatch, _dis) and away from them (_sub), those that changed last first. Every column is a filter by its name in lower case, such as name, type, status, in the language of the list of jobs.',
  filters,
  read: async ({ database }, request) => {
    const { hours } = checkedParameters(filters, request.parameters);
    const limit = readRowLimit(request, limits);
    const ofJobs = readJobsOfFiles(request);
    const selection = { conditions: readColumnConditions(datasetColumns, { kindOf: kindOfDatasetColumn, parameters: request.parameters }), ...(hours === undefined ? {} : { since: sinceHours(request.nowMilliseconds, Math.max(1, Number(hours))) }), ...(ofJobs === undefined ? {} : { ofJobs }) };
    const rows = await selectDatasets(database, selection, limit);
    return { parameters: keptParameters(request.parameters), datasets: rows.map(toRecord), isCut: rows.length === limit };
  },
  summarise: (found) => found,
  formOf: ({ parameters }) => ({ path: '/datasets/', filters: formFilters, parameters }),
  tables: (summary) => [datasetTable(summary)],
  render: (summary): Markup => markup`${renderPageTable(datasetTable(summary))}${summary.isCut ? renderMore('/datasets/', summary.parameters, limits.most) : ''}`,
};

function toRecord(row: DatasetRow): DatasetRecord {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
}

function datasetTable({ datasets }: Pick<DatasetsSummary, 'datasets'>): PageTable {
  return {
    key: 'datasets', caption: `${datasets.length} datasets, those that changed last first`, empty: 'No dataset matches.',
    columns: [
      { key: 'name', title: 'Name', kind: 'long' }, { key: 'type', title: 'Type' }, { key: 'status', title: 'Status' }, { key: 'numberfiles', title: 'Files', kind: 'number' }, { key: 'currentfiles', title: 'There now', kind: 'number' },
      { key: 'creationdate', title: 'Created', kind: 'time' }, { key: 'modificationdate', title: 'Changed', kind: 'time' },
    ],
    rows: datasets.map((dataset) => [{ value: dataset['name'] ?? '', href: datasetHref(String(dataset['name'] ?? '')) }, ...['type', 'status', 'numberfiles', 'currentfiles', 'creationdate', 'modificationdate'].map((name) => dataset[name] ?? null)]),
  };
}

import { countFiles, selectDatasets, selectFiles, selectTaskDatasets, type DatasetRow, type FileCount, type TaskDatasetRow } from '@bigpanda/datastore';
import { markup, renderFittedTable, renderPageTable, type Markup, type PageTable } from '@bigpanda/monitor-contract';
import type { CorePage } from '../../route/core-page.ts';
import { notFound } from '../../route/page-request.ts';
import { addressOf, exactFilter, jobsHref } from '../../selection/job-address.ts';
import { readJobsOfFiles, voFilter } from '../../selection/vo-filter.ts';
import { renderFacts } from '../../view/facts.ts';
import { toRowRecord } from '../../view/row-record.ts';
import { fileCountTable, fileTable, toFileRecord, type FileRecord } from '../files/file-table.ts';

const filters = [voFilter];
const newestFiles = 100;
const mostTasks = 500;

interface DatasetFound {
  readonly name: string;
  readonly row: DatasetRow | undefined;
  readonly tasks: readonly TaskDatasetRow[];
  readonly counts: readonly FileCount[];
  readonly files: readonly FileRecord[];
}

interface DatasetSummary {
  readonly name: string;
  /** What `datasets` keeps of it, by column names in lower case; null where it is known by files and tasks only. */
  readonly dataset: Readonly<Record<string, string | number | null>> | null;
  /** Tasks that read or write it. */
  readonly tasks: readonly { readonly jeditaskid: number; readonly type: string; readonly status: string | null; readonly nfiles: number | null; readonly nfilesfinished: number | null; readonly nfilesfailed: number | null }[];
  readonly counts: readonly FileCount[];
  /** The newest 100. */
  readonly files: readonly FileRecord[];
}

/** One dataset. */
export const datasetPage: CorePage<DatasetFound, DatasetSummary> = {
  path: '/dataset/:name/',
  title: 'Dataset',
  section: 'tasks',
  help: 'One dataset: its status, the tasks that read or write it, its files by type and status, and the newest of them with their jobs.',
  filters,
  read: async ({ database }, request) => {
    const { path: { name = '' } } = request;
    const ofJobs = readJobsOfFiles(request);
    // Tasks name the container of a dataset, which ends in "/"; files and jobs name the dataset.
    const plain = plainName(name);
    const named = [plain, `${plain}/`].map((value) => ({ kind: 'equal', value }) as const);
    const selection = { conditions: [], dataset: plain, ...(ofJobs === undefined ? {} : { ofJobs }) };
    const [tasks, counts, files] = [await selectTaskDatasets(database, { conditions: [{ column: 'DATASETNAME', patterns: named }] }, mostTasks), await countFiles(database, selection), (await selectFiles(database, selection, newestFiles)).map(toFileRecord)];
    const isKnown = tasks.length > 0 || counts.length > 0;
    const [row] = ofJobs !== undefined && !isKnown ? [] : await selectDatasets(database, { conditions: [{ column: 'NAME', patterns: named }] }, 1);
    if (row === undefined && !isKnown) throw notFound(`Dataset ${name}`);
    return { name, row, tasks, counts, files };
  },
  summarise: ({ name, row, tasks, counts, files }) => ({
    name,
    dataset: row === undefined ? null : toRowRecord(row),
    tasks: tasks.map((task) => ({ jeditaskid: task.JEDITASKID, type: task.TYPE, status: task.STATUS, nfiles: task.NFILES, nfilesfinished: task.NFILESFINISHED, nfilesfailed: task.NFILESFAILED })),
    counts, files,
  }),
  titleOf: ({ name }) => `Dataset ${name}`,
  tables: listTables,
  render: renderDataset,
};

/** The name without the "/" of its container. */
function plainName(name: string): string {
  return name.replace(/\/$/, '');
}

function listTables({ name, tasks, counts, files }: DatasetSummary): readonly PageTable[] {
  return [
    fileCountTable(counts, { dataset: exactFilter(plainName(name)) }),
    fileTable(files, { caption: files.length < newestFiles ? 'Files' : `The newest ${newestFiles} files`, empty: 'No job has a file of it.', without: 'dataset' }),
    {
      key: 'tasks', caption: 'Tasks that read or write it', empty: 'No task names it.',
      columns: [{ key: 'jeditaskid', title: 'Task' }, { key: 'type', title: 'As' }, { key: 'status', title: 'Status' }, { key: 'nfiles', title: 'Files', kind: 'number' }, { key: 'nfilesfinished', title: 'Finished', kind: 'number' }, { key: 'nfilesfailed', title: 'Failed', kind: 'number' }],
      rows: tasks.map(({ jeditaskid, type, status, nfiles, nfilesfinished, nfilesfailed }) => [{ value: jeditaskid, href: `/task/${jeditaskid}/` }, type, status, nfiles, nfilesfinished, nfilesfailed]),
    },
  ];
}

function renderDataset(summary: DatasetSummary, [counts, files, taskTable]: readonly PageTable[]): Markup {
  const { name, dataset, tasks } = summary;
  const value = (column: string): string | number | null => dataset?.[column] ?? null;
  return markup`${renderFacts([
    ['Type', value('type')], ['Status', value('status')], ['Files', value('numberfiles')], ['There now', value('currentfiles')], ['Created', value('creationdate')], ['Changed', value('modificationdate')], ['Id', value('vuid')],
    ['Jobs', markup`<a href="${jobsHref({ proddblock: exactFilter(plainName(name)), days: 'all' })}">that read it</a>, <a href="${jobsHref({ destinationdblock: exactFilter(plainName(name)), days: 'all' })}">that write it</a>`],
  ])}
${tasks.length === 0 || taskTable === undefined ? '' : renderFittedTable(taskTable)}
${counts === undefined ? '' : renderPageTable(counts)}
${files === undefined ? '' : renderPageTable(files)}
${summary.files.length < newestFiles ? '' : markup`<p class="hint"><a href="${addressOf('/files/', { dataset: exactFilter(plainName(name)) })}">All files of the dataset</a></p>`}
`;
}

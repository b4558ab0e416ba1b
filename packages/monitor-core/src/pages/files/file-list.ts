import { findsByIndex, kindOfFileAttribute, scannedFiles, selectFiles } from '@bigpanda/datastore';
import { fileAttributes } from '@bigpanda/model';
import { markup, renderPageTable, type Markup, type PageFilter, type PageTable } from '@bigpanda/monitor-contract';
import { keptParameters, readParameter } from '../../request/parameters.ts';
import type { CorePage } from '../../route/core-page.ts';
import { readColumnConditions } from '../../selection/column-conditions.ts';
import { addressOf } from '../../selection/job-address.ts';
import { limitFilter, readRowLimit } from '../../selection/row-limit.ts';
import { readJobsOfFiles, voFilter } from '../../selection/vo-filter.ts';
import { countOf } from '../../view/count-words.ts';
import { fileTable, toFileRecord, type FileRecord } from './file-table.ts';

/** Fields of the form, with what they are called there. */
const formTitles: Readonly<Record<string, string>> = { lfn: 'Name', dataset: 'Dataset', pandaid: 'Job', type: 'Type', status: 'Status' };

const filters: readonly PageFilter[] = [
  ...fileAttributes.map((attribute): PageFilter => ({ name: attribute.toLowerCase(), title: formTitles[attribute.toLowerCase()] ?? attribute, kind: 'text' })),
  voFilter, limitFilter, { name: 'below', title: 'Only files with a lower row_id', kind: 'number', isHidden: true },
];
const formFilters = [...Object.keys(formTitles), 'vo', 'limit'].flatMap((wanted) => filters.filter(({ name }) => name === wanted));
const limits = { usual: 100, most: 400, mostOfTwins: 10_000 };

interface FilesSummary {
  readonly parameters: Readonly<Record<string, string>>;
  /** Newest first. */
  readonly files: readonly FileRecord[];
  /** Where the next page begins; null on the last one. */
  readonly below: number | null;
  /** How many of the newest files were looked at; null where all were. */
  readonly lookedAt: number | null;
}

/** The list of files. */
export const fileListPage: CorePage<FilesSummary, FilesSummary> = {
  path: '/files/',
  title: 'Files',
  section: 'tasks',
  menu: 'Files',
  help: `Files that jobs read and write, newest first. Every attribute of a file is a filter by its name in lower case, such as lfn, dataset, pandaid, type, status, guid, scope, destinationse; in the language of the list of jobs: * for any text, | for or, ! for not, NULL for unset.

Files are looked up by lfn, dataset, pandaid, dispatchdblock and destinationdblock; with other filters alone the newest 100,000 are looked at.`,
  filters,
  read: async ({ database }, request) => {
    const conditions = readColumnConditions(fileAttributes, { kindOf: kindOfFileAttribute, parameters: request.parameters }).map(({ column, ...condition }) => ({ ...condition, attribute: column }));
    const limit = readRowLimit(request, limits);
    const below = readParameter(request.parameters, 'below');
    const ofJobs = readJobsOfFiles(request);
    const files = (await selectFiles(database, { conditions, ...(below === undefined ? {} : { belowRowId: Number(below) }), ...(ofJobs === undefined ? {} : { ofJobs }) }, limit)).map(toFileRecord);
    return { parameters: keptParameters(request.parameters), files, below: files.length < limit ? null : Number(files.at(-1)?.['row_id']), lookedAt: findsByIndex({ conditions }) ? null : scannedFiles };
  },
  summarise: (found) => found,
  formOf: ({ parameters }) => ({ path: '/files/', filters: formFilters, parameters }),
  tables: (summary) => [listTable(summary)],
  render: renderFiles,
};

function listTable({ files }: FilesSummary): PageTable {
  return fileTable(files, { caption: `${countOf(files, 'file')}, newest first`, empty: 'No file matches.' });
}

function renderFiles(summary: FilesSummary, tables: readonly PageTable[]): Markup {
  const { parameters, below, lookedAt } = summary;
  const isNarrowed = Object.keys(parameters).some((name) => name !== 'limit' && name !== 'below');
  return markup`${lookedAt === null || !isNarrowed ? '' : markup`<p class="hint">Among the newest ${lookedAt.toLocaleString('en')} files. A name, a dataset or a job finds older ones too.</p>
`}${tables.map(renderPageTable)}
${below === null ? '' : markup`<nav class="pager" aria-label="Pages"><a rel="next" href="${addressOf('/files/', { ...parameters, below })}">Next</a></nav>`}
`;
}

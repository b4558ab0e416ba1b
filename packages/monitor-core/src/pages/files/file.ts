import { selectFiles } from '@bigpanda/datastore';
import { formatBytes, markup, renderFittedTable, type Markup, type PageTable } from '@bigpanda/monitor-contract';
import type { CorePage } from '../../route/core-page.ts';
import { notFound } from '../../route/page-request.ts';
import { readJobsOfFiles, voFilter } from '../../selection/vo-filter.ts';
import { countOf } from '../../view/count-words.ts';
import { renderFacts } from '../../view/facts.ts';
import { fileTable, toFileRecord, type FileRecord } from './file-table.ts';

const filters = [voFilter];
const mostUses = 10_000;

interface FileSummary {
  readonly lfn: string;
  /** As jobs have it, the newest one first. */
  readonly uses: readonly FileRecord[];
}

/** The files of one name. */
export const filePage: CorePage<FileSummary, FileSummary> = {
  path: '/file/:lfn/',
  title: 'File',
  section: 'tasks',
  help: 'One file by its name: its size, checksum and GUID, which job wrote it and which ones read it, and its datasets.',
  filters,
  read: async ({ database }, request) => {
    const { path: { lfn = '' } } = request;
    const ofJobs = readJobsOfFiles(request);
    const uses = (await selectFiles(database, { conditions: [{ attribute: 'lfn', patterns: [{ kind: 'equal', value: lfn }] }], ...(ofJobs === undefined ? {} : { ofJobs }) }, mostUses)).map(toFileRecord);
    if (uses.length === 0) throw notFound(`File ${lfn}`);
    return { lfn, uses };
  },
  summarise: (found) => found,
  titleOf: ({ lfn }) => `File ${lfn}`,
  tables: (summary) => [useTable(summary)],
  render: renderFile,
};

function useTable({ uses }: FileSummary): PageTable {
  return fileTable(uses, { caption: 'Jobs that have it, newest first', empty: 'No job has it.', without: 'lfn' });
}

function renderFile(summary: FileSummary, tables: readonly PageTable[]): Markup {
  /** What the newest job tells that knows it. */
  const known = (name: string): string | number | null => summary.uses.map((use) => use[name]).find((value) => value !== undefined && value !== '' && value !== 0) ?? null;
  const size = known('fsize');
  return markup`${renderFacts([
    ['Scope', known('scope')], ['Size', size === null ? null : `${formatBytes(Number(size))} (${Number(size).toLocaleString('en')} bytes)`], ['Checksum', known('checksum') ?? known('md5sum')], ['GUID', known('guid')],
    ['Written by', countOf(summary.uses.filter(({ type }) => type === 'output' || type === 'log'), 'job')], ['Read by', countOf(summary.uses.filter(({ type }) => type === 'input'), 'job')],
  ])}
${tables.map((table) => renderFittedTable(table))}
`;
}

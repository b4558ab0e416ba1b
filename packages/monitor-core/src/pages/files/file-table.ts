import type { FileCount, FoundFile } from '@bigpanda/datastore';
import type { SpecValue } from '@bigpanda/model';
import type { PageCell, PageColumn, PageTable } from '@bigpanda/monitor-contract';
import { addressOf, exactFilter, jobHref } from '../../selection/job-address.ts';
import { linkedCell } from '../../view/linked-cell.ts';
import { toRowRecord } from '../../view/row-record.ts';
import { datasetHref, fileHref } from '../../view/subject-href.ts';

/** A file of a job by attribute names in lower case, and when it last changed; unset ones are left out. */
export type FileRecord = Readonly<Record<string, SpecValue>>;

/** The record of a file. */
export function toFileRecord({ file, changed }: FoundFile): FileRecord {
  return { ...toRowRecord(file), modificationtime: changed };
}

interface FileColumn extends PageColumn {
  readonly cellOf: (file: FileRecord) => PageCell;
}

const columns: readonly FileColumn[] = [
  { key: 'lfn', title: 'Name', kind: 'long', cellOf: (file) => linkedCell(file['lfn'], fileHref) },
  { key: 'pandaid', title: 'Job', cellOf: (file) => linkedCell(file['pandaid'], jobHref) },
  { key: 'type', title: 'Type', cellOf: (file) => file['type'] ?? null },
  { key: 'status', title: 'Status', cellOf: (file) => file['status'] ?? null },
  { key: 'fsize', title: 'Size', kind: 'bytes', cellOf: (file) => (file['fsize'] === 0 ? null : file['fsize'] ?? null) },
  { key: 'modificationtime', title: 'Changed', kind: 'time', cellOf: (file) => file['modificationtime'] ?? null },
  { key: 'dataset', title: 'Dataset', kind: 'long', cellOf: (file) => linkedCell(file['dataset'], datasetHref) },
];

/** Files of jobs as a table, linked to their jobs and datasets; without the column that says on each row what the page is about. */
export function fileTable(files: readonly FileRecord[], { caption, empty, without }: { readonly caption: string; readonly empty: string; readonly without?: 'lfn' | 'dataset' }): PageTable {
  const shown = columns.filter(({ key }) => key !== without);
  return { key: 'files', caption, empty, columns: shown.map(({ cellOf: _cellOf, ...column }) => column), rows: files.map((file) => shown.map(({ cellOf }) => cellOf(file))) };
}

/** Files by type and status, each number linked to them. */
export function fileCountTable(counts: readonly FileCount[], parameters: Readonly<Record<string, string>>): PageTable {
  return {
    key: 'counts', caption: 'Files by type and status', empty: 'No job has a file of it.',
    columns: [{ key: 'type', title: 'Type' }, { key: 'status', title: 'Status' }, { key: 'files', title: 'Files', kind: 'number' }, { key: 'bytes', title: 'Size', kind: 'bytes' }],
    rows: counts.map(({ type, status, files, bytes }) => [type, status, { value: files, href: addressOf('/files/', { ...parameters, type: filterOf(type), status: filterOf(status) }) }, bytes]),
  };
}

function filterOf(value: string): string {
  return value === '' ? 'NULL' : exactFilter(value);
}

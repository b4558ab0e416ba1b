import { listJobErrors, type JobAttributes } from '@bigpanda/model';
import type { JobField, PageCell, PageColumn, PageTable } from '@bigpanda/monitor-contract';
import { addressOf, exactFilter, jobHref, jobsHref } from '../../selection/job-address.ts';
import { describeExit } from '../errors/error-counts.ts';
import { pilotLogHref } from '../job/logs.ts';
import type { JobRecord } from '../job-record.ts';

export interface JobTableOptions {
  readonly caption: string;
  readonly moreColumns?: readonly JobField[];
  /** Lets the columns be sorted: the address of the list, its parameters, what it is sorted by now. */
  readonly sorting?: { readonly path: string; readonly parameters: Readonly<Record<string, string>>; readonly sortby: string };
}

interface JobColumn extends PageColumn {
  readonly cellOf: (job: JobRecord) => PageCell;
}

const firstColumns: readonly JobColumn[] = [
  { key: 'pandaid', title: 'PandaID', cellOf: (job) => (job['pandaid'] === null || job['pandaid'] === undefined ? null : { value: job['pandaid'], href: jobHref(job['pandaid']) }) },
  { key: 'jobstatus', title: 'State', kind: 'state', cellOf: (job) => job['jobstatus'] ?? 'unknown' },
  { key: 'computingsite', title: 'Site', cellOf: (job) => linkedCell(job, 'computingsite') },
  { key: 'produsername', title: 'User', cellOf: (job) => linkedCell(job, job['produsername'] === null ? 'produserid' : 'produsername') },
  { key: 'jobname', title: 'Job', kind: 'long', cellOf: (job) => job['jobname'] ?? null },
  { key: 'error', title: 'Error', kind: 'long', cellOf: (job) => firstError(job) },
];

const lastColumns: readonly JobColumn[] = [
  { key: 'prodsourcelabel', title: 'Type', cellOf: (job) => job['prodsourcelabel'] ?? null },
  { key: 'currentpriority', title: 'Priority', kind: 'number', cellOf: (job) => job['currentpriority'] ?? null },
  { key: 'creationtime', title: 'Created', kind: 'time', cellOf: (job) => job['creationtime'] ?? null },
  { key: 'modificationtime', title: 'Changed', kind: 'time', cellOf: (job) => job['modificationtime'] ?? null },
];

/** Where the output of the pilot can be read; only a list that has such a job has the column. */
const logColumn: JobColumn = {
  key: 'log', title: 'Log', cellOf: (job) => {
    const href = pilotLogHref(job['pilotid']);
    return href === undefined ? null : { value: 'log', href };
  },
};

const unsortable: ReadonlySet<string> = new Set(['error', 'log', 'jobparameters']);

/** Jobs as a table, a row each, linked to their pages and to the jobs of the same site and user. */
export function jobTable(jobs: readonly JobRecord[], { caption, moreColumns = [], sorting }: JobTableOptions): PageTable {
  const added = moreColumns.map(({ title, attribute }): JobColumn => ({ key: attribute.toLowerCase(), title, cellOf: (job) => job[attribute.toLowerCase()] ?? null }));
  const parameters: readonly JobColumn[] = jobs.some((job) => job['jobparameters'] !== null && job['jobparameters'] !== undefined) ? [{ key: 'jobparameters', title: 'Parameters', kind: 'long', cellOf: (job) => job['jobparameters'] ?? null }] : [];
  const logs = jobs.some((job) => pilotLogHref(job['pilotid']) !== undefined) ? [logColumn] : [];
  const columns = [...firstColumns, ...logs, ...added, ...lastColumns, ...parameters];
  return {
    key: 'jobs',
    caption,
    columns: columns.map(({ cellOf: _cellOf, ...column }) => (sorting === undefined || unsortable.has(column.key) ? column : { ...column, ...sortingOf(column.key, sorting) })),
    rows: jobs.map((job) => columns.map(({ cellOf }) => cellOf(job))),
    empty: 'No job matches.',
  };
}

/** A column that is not sorted by is sorted from the greatest first; else the other way round. */
function sortingOf(key: string, { path, parameters, sortby }: NonNullable<JobTableOptions['sorting']>): Pick<PageColumn, 'sortHref' | 'sorted'> {
  const href = (order: string): string => addressOf(path, { ...parameters, sortby: order });
  if (sortby === key) return { sorted: 'ascending', sortHref: href(`-${key}`) };
  return sortby === `-${key}` ? { sorted: 'descending', sortHref: href(key) } : { sortHref: href(`-${key}`) };
}

/** What stands in an attribute, linked to the jobs in which the same stands. */
function linkedCell(job: JobRecord, attribute: string): PageCell {
  const value = job[attribute];
  return value === null || value === undefined || value === '' ? null : { value, href: jobsHref({ [attribute]: exactFilter(value) }) };
}

/** The first error of a job that says something, else the first one, in words. */
function firstError(job: JobRecord): string | null {
  const errors = listJobErrors(attributesOf(job)).map((error) => ({ ...error, words: error.text ?? describeExit(error.component, error.code) }));
  const error = errors.find(({ component, words }) => words !== undefined && component !== 'taskBuffer') ?? errors.find(({ words }) => words !== undefined) ?? errors[0];
  return error === undefined ? null : `${error.component} ${error.code}${error.words === undefined ? '' : `: ${error.words}`}`.slice(0, 160);
}

const errorNames = ['transExitCode', 'exeErrorCode', 'exeErrorDiag', 'pilotErrorCode', 'pilotErrorDiag', 'supErrorCode', 'supErrorDiag', 'ddmErrorCode', 'ddmErrorDiag', 'brokerageErrorCode', 'brokerageErrorDiag', 'jobDispatcherErrorCode', 'jobDispatcherErrorDiag', 'taskBufferErrorCode', 'taskBufferErrorDiag'] as const;

function attributesOf(job: JobRecord): JobAttributes {
  return Object.fromEntries(errorNames.flatMap((name) => {
    const value = job[name.toLowerCase()];
    return value === null || value === undefined ? [] : [[name, value]];
  }));
}

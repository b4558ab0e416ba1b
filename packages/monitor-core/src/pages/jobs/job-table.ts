import { chooseJobError, errorAttributes, errorComponents, jobAttributes, listJobErrors, type JobAttribute, type JobAttributes } from '@bigpanda/model';
import type { JobField, PageCell, PageColumn, PageTable } from '@bigpanda/monitor-contract';
import type { WantedFormat } from '../../request/wanted-format.ts';
import { addressOf, exactFilter, jobHref, jobsHref } from '../../selection/job-address.ts';
import { pilotLogHref } from '../job/logs.ts';
import type { JobRecord } from '../job-record.ts';

export interface JobTableOptions {
  readonly caption: string;
  readonly moreColumns?: readonly JobField[];
  /** Lets the columns be sorted: the address of the list, its parameters, what it is sorted by now. */
  readonly sorting?: { readonly path: string; readonly parameters: Readonly<Record<string, string>>; readonly sortby: string };
}

interface JobColumn extends PageColumn {
  /** Attributes that its cells are made of. */
  readonly reads: readonly JobAttribute[];
  /** @param known cells of the table that were made, by what they hold: sites and users come again and again */
  readonly cellOf: (job: JobRecord, row: number, known: Map<string, PageCell>) => PageCell;
}

const firstColumns: readonly JobColumn[] = [
  { key: 'pandaid', title: 'PandaID', reads: ['PandaID'], cellOf: (job) => (job['pandaid'] === null || job['pandaid'] === undefined ? null : { value: job['pandaid'], href: jobHref(job['pandaid']) }) },
  { key: 'jobstatus', title: 'State', kind: 'state', reads: ['jobStatus'], cellOf: (job) => job['jobstatus'] ?? 'unknown' },
  { key: 'computingsite', title: 'Site', reads: ['computingSite'], cellOf: (job, _, known) => linkedCell(job, 'computingsite', known) },
  { key: 'produsername', title: 'User', reads: ['prodUserName', 'prodUserID'], cellOf: (job, _, known) => linkedCell(job, job['produsername'] === null ? 'produserid' : 'produsername', known) },
  { key: 'jobname', title: 'Job', kind: 'long', reads: ['jobName'], cellOf: (job) => job['jobname'] ?? null },
  { key: 'error', title: 'Error', kind: 'long', reads: errorAttributes, cellOf: (job) => firstError(job) },
];

const lastColumns: readonly JobColumn[] = [
  { key: 'prodsourcelabel', title: 'Type', reads: ['prodSourceLabel'], cellOf: (job) => job['prodsourcelabel'] ?? null },
  { key: 'currentpriority', title: 'Priority', kind: 'number', reads: ['currentPriority'], cellOf: (job) => job['currentpriority'] ?? null },
  { key: 'creationtime', title: 'Created', kind: 'time', reads: ['creationTime'], cellOf: (job) => job['creationtime'] ?? null },
  { key: 'modificationtime', title: 'Changed', kind: 'time', reads: ['modificationTime'], cellOf: (job) => job['modificationtime'] ?? null },
];

/** Where the output of the pilot can be read; only a list that has such a job has the column. */
function logColumn(hrefs: readonly (string | undefined)[]): JobColumn {
  return {
    key: 'log', title: 'Log', reads: ['pilotID'], cellOf: (_, row) => {
      const href = hrefs[row];
      return href === undefined ? null : { value: 'log', href };
    },
  };
}

const parametersColumn: JobColumn = { key: 'jobparameters', title: 'Parameters', kind: 'long', reads: ['jobParameters'], cellOf: (job) => job['jobparameters'] ?? null };

const codeNames: readonly string[] = errorComponents.map(({ code }) => code.toLowerCase());

const unsortable: ReadonlySet<string> = new Set(['error', 'log', 'jobparameters']);

/** What has to be read of the jobs of such a table: all for a JSON, else what the table shows. */
export function attributesFor(format: WantedFormat, moreColumns: readonly JobField[] = []): readonly JobAttribute[] {
  return format === 'json' ? jobAttributes : [...new Set([...firstColumns, logColumn([]), ...moreColumns.map(addedColumn), ...lastColumns, parametersColumn].flatMap(({ reads }) => reads))];
}

/** Jobs as a table, a row each, linked to their pages and to the jobs of the same site and user. */
export function jobTable(jobs: readonly JobRecord[], { caption, moreColumns = [], sorting }: JobTableOptions): PageTable {
  const added = moreColumns.map(addedColumn);
  const known = new Map<string, PageCell>();
  const logHrefs = jobs.map((job) => pilotLogHref(job['pilotid']));
  const logs = logHrefs.some((href) => href !== undefined) ? [logColumn(logHrefs)] : [];
  const columns = [...firstColumns, ...logs, ...added, ...lastColumns, ...(jobs.some((job) => (job['jobparameters'] ?? null) !== null) ? [parametersColumn] : [])];
  return {
    key: 'jobs',
    caption,
    columns: columns.map(({ cellOf: _cellOf, reads: _reads, ...column }) => (sorting === undefined || unsortable.has(column.key) ? column : { ...column, ...sortingOf(column.key, sorting) })),
    rows: jobs.map((job, row) => columns.map(({ cellOf }) => cellOf(job, row, known))),
    empty: 'No job matches.',
  };
}

function addedColumn({ title, attribute }: JobField): JobColumn {
  return { key: attribute.toLowerCase(), title, reads: [attribute], cellOf: (job) => job[attribute.toLowerCase()] ?? null };
}

/** A column that is not sorted by is sorted from the greatest first; else the other way round. */
function sortingOf(key: string, { path, parameters, sortby }: NonNullable<JobTableOptions['sorting']>): Pick<PageColumn, 'sortHref' | 'sorted'> {
  const href = (order: string): string => addressOf(path, { ...parameters, sortby: order });
  if (sortby === key) return { sorted: 'ascending', sortHref: href(`-${key}`) };
  return sortby === `-${key}` ? { sorted: 'descending', sortHref: href(key) } : { sortHref: href(`-${key}`) };
}

/** What stands in an attribute, linked to the jobs in which the same stands. */
function linkedCell(job: JobRecord, attribute: string, known: Map<string, PageCell>): PageCell {
  const value = job[attribute];
  if (value === null || value === undefined || value === '') return null;
  const id = `${attribute} ${value}`;
  const made = known.get(id);
  if (made !== undefined) return made;
  const cell = { value, href: jobsHref({ [attribute]: exactFilter(value) }) };
  known.set(id, cell);
  return cell;
}

/** The error that says most of a job, in words. */
function firstError(job: JobRecord): string | null {
  if (codeNames.every((name) => isNone(job[name]))) return null;
  const error = chooseJobError(listJobErrors(attributesOf(job)));
  if (error === undefined) return null;
  const said = error.diagnosis === '' ? error.words : error.diagnosis;
  return `${error.component} ${error.code}${said === null ? '' : `: ${said}`}`.slice(0, 160);
}

/** Most jobs have no error, and are told from the others by their codes. */
function isNone(code: JobRecord[string] | undefined): boolean {
  return code === null || code === undefined || code === 0 || code === '0' || code === '';
}

function attributesOf(job: JobRecord): JobAttributes {
  return Object.fromEntries(errorAttributes.flatMap((name) => {
    const value = job[name.toLowerCase()];
    return value === null || value === undefined ? [] : [[name, value]];
  }));
}

import type { Insertable, Transaction } from 'kysely';
import { fileAttributes, jobAttributes, substituteNumbers, zeroJobAttributes, type JobAttributes, type JobSpec, type JobState } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { requiredJobNumbers } from '../schema/required-columns.ts';
import { columnName, fileRowChanges, jobRowChanges } from '../schema/row-mapping.ts';
import { jobTables, type FileRow, type JobRow, type Tables } from '../schema/tables.ts';
import { advance, takeNumbers } from '../sequence.ts';
import { tableOfState } from './job-place.ts';
import { insertStatusLog, statusLogRow } from './status-log.ts';

/** A job to be kept, with the states it has passed; the last one is where it stands. */
export interface NewJob {
  readonly job: JobSpec;
  readonly states: readonly JobState[];
}

export interface InsertOptions {
  /** `YYYY-MM-DD HH:MM:SS` in UTC. */
  readonly time: string;
  /** Stands for `$GROUPJOBSN`; 0 when absent. */
  readonly groupJobNumber?: number;
}

/** The first numbers that jobs and their files get. */
interface FirstNumbers {
  readonly pandaId: number;
  readonly rowId: number;
}

const rowsPerInsert = 100;

/**
 * Keeps new jobs with their files, parameters and metadata, all or none, and gives each its PandaID, one after the other.
 * @returns the PandaIDs, in the order of the jobs
 * @throws PandaError `COLUMN_VALUE_INVALID`
 */
export async function insertJobs(database: PandaDatabase, jobs: readonly NewJob[], options: InsertOptions): Promise<number[]> {
  if (jobs.length === 0) return [];
  for (const { job } of jobs) checkJob(job);
  const first = { pandaId: await takeNumbers(database, 'PANDAID', jobs.length), rowId: await takeNumbers(database, 'ROW_ID', countFiles(jobs)) };
  return database.write((transaction) => insertRows(transaction, numberJobs(jobs, first, options), { ...first, time: options.time }));
}

/** The same within a transaction, for a few jobs: others wait for their numbers until it ends. */
export async function insertJobsWithin(transaction: Transaction<Tables>, jobs: readonly NewJob[], options: InsertOptions): Promise<number[]> {
  if (jobs.length === 0) return [];
  const first = { pandaId: await advance(transaction, 'PANDAID', jobs.length), rowId: await advance(transaction, 'ROW_ID', countFiles(jobs)) };
  return insertRows(transaction, numberJobs(jobs, first, options), { ...first, time: options.time });
}

/** What cannot be kept is told before any number is taken. */
function checkJob(job: JobSpec): void {
  jobRowChanges(job.attributes);
  for (const file of job.files) fileRowChanges(file);
}

function countFiles(jobs: readonly NewJob[]): number {
  return jobs.reduce((count, { job }) => count + job.files.length, 0);
}

function numberJobs(jobs: readonly NewJob[], first: FirstNumbers, { time, groupJobNumber = 0 }: InsertOptions): NewJob[] {
  const zeros = Object.fromEntries([...zeroJobAttributes, ...requiredJobNumbers].map((name) => [name, 0]));
  return jobs.map(({ job, states }, index) => {
    const pandaId = first.pandaId + index;
    const { attributes, files } = substituteNumbers(job, { pandaId, jobsetId: Number(job.attributes.jobsetID ?? 0), groupJobNumber });
    const jobStatus = states.at(-1) ?? 'defined';
    return { states, job: { attributes: { ...zeros, ...attributes, PandaID: pandaId, jobStatus, creationTime: time, modificationTime: time, stateChangeTime: time }, files } };
  });
}

async function insertRows(transaction: Transaction<Tables>, jobs: readonly NewJob[], { rowId, time }: FirstNumbers & { readonly time: string }): Promise<number[]> {
  const attributes = jobs.map(({ job }) => job.attributes);
  for (const table of jobTables) {
    const rows = jobs.filter(({ states }) => tableOfState(states.at(-1) ?? 'defined') === table).map(({ job }) => fullJobRow(job.attributes));
    await inGroups(rows, (group) => transaction.insertInto(table).values(group).execute());
  }
  const parameters = attributes.filter((job) => job.jobParameters !== undefined).map((job) => ({ PANDAID: Number(job.PandaID), MODIFICATIONTIME: time, JOBPARAMETERS: String(job.jobParameters) }));
  await inGroups(parameters, (group) => transaction.insertInto('jobparamstable').values(group).execute());
  const metadata = attributes.filter((job) => job.metadata !== undefined).map((job) => ({ PANDAID: Number(job.PandaID), MODIFICATIONTIME: time, METADATA: String(job.metadata) }));
  await inGroups(metadata, (group) => transaction.insertInto('metatable').values(group).execute());
  await inGroups(fileRows(jobs, rowId, time), (group) => transaction.insertInto('filestable4').values(group).execute());
  await insertStatusLog(transaction, jobs.flatMap(({ job, states }) => states.map((state) => statusLogRow(job.attributes, state, time))));
  return attributes.map((job) => Number(job.PandaID));
}

function fileRows(jobs: readonly NewJob[], firstRowId: number, time: string): Insertable<FileRow>[] {
  const files = jobs.flatMap(({ job }) => job.files.map((file) => ({ ...file, PandaID: job.attributes.PandaID ?? 0 })));
  return files.map((file, index) => fullFileRow(fileRowChanges({ fsize: 0, ...file, row_ID: firstRowId + index }), time));
}

/** Every column, because rows of one statement must have the same ones. */
function fullJobRow(attributes: JobAttributes): Insertable<JobRow> {
  const empty = Object.fromEntries(jobAttributes.map((name) => [columnName(name), null])) as JobRow;
  return { ...empty, ...jobRowChanges(attributes) };
}

function fullFileRow(changes: Partial<FileRow>, time: string): Insertable<FileRow> {
  const empty = Object.fromEntries(fileAttributes.map((name) => [columnName(name), null])) as Omit<FileRow, 'MODIFICATIONTIME'>;
  return { ...empty, ...changes, MODIFICATIONTIME: time };
}

async function inGroups<Item>(items: readonly Item[], insert: (group: readonly Item[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < items.length; start += rowsPerInsert) await insert(items.slice(start, start + rowsPerInsert));
}

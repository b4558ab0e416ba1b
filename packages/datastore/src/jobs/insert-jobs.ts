import type { Insertable, Transaction } from 'kysely';
import { jobAttributes, fileAttributes, zeroJobAttributes, type JobAttributes, type JobSpec, type JobState } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { columnName, fileRowChanges, jobRowChanges } from '../schema/row-mapping.ts';
import type { FileRow, JobRow, Tables } from '../schema/tables.ts';
import { takeNumbers } from '../sequence.ts';
import { insertStatusLog, statusLogRow } from './status-log.ts';

/** A job to be kept, with the states it has passed; the last one is where it stands. */
export interface NewJob {
  readonly job: JobSpec;
  readonly states: readonly JobState[];
}

export interface InsertOptions {
  /** `YYYY-MM-DD HH:MM:SS` in UTC. */
  readonly time: string;
}

/** What was given to a new job. */
export interface JobNumbers {
  readonly pandaId: number;
  readonly jobDefinitionId: number;
  readonly jobsetId: number;
}

const rowsPerInsert = 100;

/**
 * Keeps new jobs with their files, parameters and metadata, all or none, and gives them their numbers: PandaID always,
 * jobDefinitionID and jobsetID where they have none; one submission shares those.
 * @throws PandaError `COLUMN_VALUE_INVALID`
 */
export async function insertJobs(database: PandaDatabase, jobs: readonly NewJob[], options: InsertOptions): Promise<JobNumbers[]> {
  if (jobs.length === 0) return [];
  return database.sql.transaction().execute(async (transaction) => {
    const firstPandaId = await takeNumbers(transaction, 'PANDAID', jobs.length);
    const jobDefinitionId = await takeNumbers(transaction, 'JOBDEFINITIONID', 1);
    const jobsetId = await takeNumbers(transaction, 'JOBSETID', 1);
    const completed = jobs.map(({ job, states }, index) => ({
      states,
      job: { ...job, attributes: completeAttributes({ jobDefinitionID: jobDefinitionId, jobsetID: jobsetId, ...job.attributes, PandaID: firstPandaId + index, jobStatus: states.at(-1) ?? 'defined' }, options.time) },
    }));
    await insertRows(transaction, completed, options.time);
    return completed.map(({ job: { attributes } }) => ({ pandaId: Number(attributes.PandaID), jobDefinitionId: Number(attributes.jobDefinitionID), jobsetId: Number(attributes.jobsetID) }));
  });
}

function completeAttributes(attributes: JobAttributes, time: string): JobAttributes {
  const zeros = Object.fromEntries(zeroJobAttributes.map((name) => [name, 0]));
  return { ...zeros, ...attributes, creationTime: time, modificationTime: time, stateChangeTime: time };
}

async function insertRows(transaction: Transaction<Tables>, jobs: readonly NewJob[], time: string): Promise<void> {
  const attributes = jobs.map(({ job }) => job.attributes);
  await inGroups(jobs, async (group) => {
    for (const isActive of [true, false]) {
      const rows = group.filter(({ job }) => (job.attributes.jobStatus === 'activated') === isActive).map(({ job }) => fullJobRow(job.attributes));
      if (rows.length > 0) await transaction.insertInto(isActive ? 'jobsactive4' : 'jobsdefined4').values(rows).execute();
    }
  });
  await inGroups(attributes.filter((job) => job.jobParameters !== undefined), async (group) => {
    await transaction.insertInto('jobparamstable').values(group.map((job) => ({ PANDAID: Number(job.PandaID), MODIFICATIONTIME: time, JOBPARAMETERS: String(job.jobParameters) }))).execute();
  });
  await inGroups(attributes.filter((job) => job.metadata !== undefined), async (group) => {
    await transaction.insertInto('metatable').values(group.map((job) => ({ PANDAID: Number(job.PandaID), MODIFICATIONTIME: time, METADATA: String(job.metadata) }))).execute();
  });
  await insertFiles(transaction, jobs, time);
  await insertStatusLog(transaction, jobs.flatMap(({ job, states }) => states.map((state) => statusLogRow(job.attributes, state, time))));
}

async function insertFiles(transaction: Transaction<Tables>, jobs: readonly NewJob[], time: string): Promise<void> {
  const files = jobs.flatMap(({ job }) => job.files.map((file) => ({ ...file, PandaID: job.attributes.PandaID ?? 0 })));
  if (files.length === 0) return;
  const firstRowId = await takeNumbers(transaction, 'ROW_ID', files.length);
  const rows = files.map((file, index) => fullFileRow(fileRowChanges({ fsize: 0, ...file, row_ID: firstRowId + index }), time));
  await inGroups(rows, async (group) => {
    await transaction.insertInto('filestable4').values(group).execute();
  });
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

async function inGroups<Item>(items: readonly Item[], insert: (group: readonly Item[]) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += rowsPerInsert) await insert(items.slice(start, start + rowsPerInsert));
}

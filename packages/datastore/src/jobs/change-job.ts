import type { Transaction } from 'kysely';
import { isFinalJobState, type FileSpec, type JobAttributes, type JobState } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { attributesFromRow, fileRowChanges, jobRowChanges } from '../schema/row-mapping.ts';
import { jobTables, type JobTable, type MetadataRow, type Tables } from '../schema/tables.ts';
import { insertStatusLog, statusLogRow } from './status-log.ts';

/** What becomes of a job. */
export interface JobChange {
  readonly attributes: JobAttributes;
  /** States it passes, in order; a final one at the end moves it to the archive. Empty when it stays where it is. */
  readonly states: readonly JobState[];
  /** What is now known of its files, found by their lfn. */
  readonly files: readonly FileSpec[];
}

/** The decision about a job, and what to do; no `change` leaves it as it is. */
export interface JobDecision<Outcome> {
  readonly outcome: Outcome;
  readonly change?: JobChange;
}

/**
 * Lets a pure function decide over a job and does what it decides, in one transaction.
 * @param decide gets the attributes without parameters and metadata, and whether the job is archived; `undefined` for an unknown job
 * @returns the outcome of the decision
 */
export async function changeJob<Outcome>(
  database: PandaDatabase,
  { pandaId, time }: { readonly pandaId: number; readonly time: string },
  decide: (job: JobAttributes | undefined) => JobDecision<Outcome>,
): Promise<Outcome> {
  return database.sql.transaction().execute(async (transaction) => {
    const found = await findJob(transaction, pandaId, database.capabilities.skipsLockedRows);
    const { outcome, change } = decide(found?.job);
    if (found !== undefined && change !== undefined) await applyChange(transaction, { ...found, change, time });
    return outcome;
  });
}

interface FoundJob {
  readonly table: JobTable;
  readonly job: JobAttributes;
}

async function findJob(transaction: Transaction<Tables>, pandaId: number, locksRows: boolean): Promise<FoundJob | undefined> {
  for (const table of jobTables) {
    const row = await transaction.selectFrom(table).selectAll().where('PANDAID', '=', pandaId).$if(locksRows, (query) => query.forUpdate()).executeTakeFirst();
    if (row !== undefined) return { table, job: attributesFromRow(row) };
  }
  return undefined;
}

async function applyChange(transaction: Transaction<Tables>, { table, job, change, time }: FoundJob & { readonly change: JobChange; readonly time: string }): Promise<void> {
  const pandaId = Number(job.PandaID);
  const state = change.states.at(-1);
  const changed: JobAttributes = { ...change.attributes, modificationTime: time, ...(state === undefined ? {} : { jobStatus: state, stateChangeTime: time }) };
  await transaction.updateTable(table).set(jobRowChanges(changed)).where('PANDAID', '=', pandaId).execute();
  if (changed.metadata !== undefined) await replaceMetadata(transaction, { PANDAID: pandaId, MODIFICATIONTIME: time, METADATA: String(changed.metadata) });
  for (const file of change.files) await updateFile(transaction, { ...file, PandaID: pandaId }, time);
  await insertStatusLog(transaction, change.states.map((passed) => statusLogRow({ ...job, ...changed }, passed, time)));
  if (state !== undefined && isFinalJobState(state)) await archive(transaction, table, pandaId);
}

async function replaceMetadata(transaction: Transaction<Tables>, row: MetadataRow): Promise<void> {
  await transaction.deleteFrom('metatable').where('PANDAID', '=', row.PANDAID).execute();
  await transaction.insertInto('metatable').values(row).execute();
}

async function updateFile(transaction: Transaction<Tables>, file: FileSpec & { readonly PandaID: number }, time: string): Promise<void> {
  await transaction
    .updateTable('filestable4')
    .set({ ...fileRowChanges(file), MODIFICATIONTIME: time })
    .where('PANDAID', '=', file.PandaID)
    .where('LFN', '=', String(file.lfn))
    .execute();
}

async function archive(transaction: Transaction<Tables>, table: JobTable, pandaId: number): Promise<void> {
  if (table === 'jobsarchived4') return;
  const row = await transaction.selectFrom(table).selectAll().where('PANDAID', '=', pandaId).executeTakeFirstOrThrow();
  await transaction.insertInto('jobsarchived4').values(row).execute();
  await transaction.deleteFrom(table).where('PANDAID', '=', pandaId).execute();
}

import { sql, type Transaction } from 'kysely';
import { jobAttributes, type FileSpec, type JobAttribute, type JobAttributes, type JobState } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { columnName, fileRowChanges, jobRowChanges } from '../schema/row-mapping.ts';
import { requiredJobNumbers } from '../schema/required-columns.ts';
import type { JobRow, JobTable, MetadataRow, Tables } from '../schema/tables.ts';
import { tell } from '../told-statement.ts';
import { takeFromJobSums } from './job-sums.ts';
import { lockJob, tableOfState, type FoundJob } from './job-place.ts';
import { insertStatusLog, statusLogRow } from './status-log.ts';

/** Every column of the jobs tables, as one text: to put it together for each job that moves would take longer than the move. */
const allColumns = sql.raw(jobAttributes.map((name) => columnName(name)).join(', '));

/** What becomes of a job. */
export interface JobChange {
  readonly attributes: JobAttributes;
  /** Attributes that become unset. */
  readonly cleared?: readonly JobAttribute[];
  /** States it passes, in order; the last one tells the table it moves to. Empty when it stays where it is. */
  readonly states: readonly JobState[];
  /** What is now known of its files, found by their lfn. */
  readonly files: readonly FileSpec[];
}

/** The decision about a job, and what to do; no `change` leaves it as it is. */
export interface JobDecision<Outcome> {
  readonly outcome: Outcome;
  readonly change?: JobChange;
  /** What belongs to the change and is done with it in the same transaction, after it. */
  readonly follow?: (transaction: Transaction<Tables>) => Promise<void>;
}

/**
 * Lets a pure function decide over a job and does what it decides, in one transaction.
 * @param decide gets the attributes without parameters and metadata; `undefined` for an unknown job. It may be asked
 *   again when the transaction had to give way.
 * @returns the outcome of the decision
 */
export async function changeJob<Outcome>(
  database: PandaDatabase,
  { pandaId, time }: { readonly pandaId: number; readonly time: string },
  decide: (job: JobAttributes | undefined) => JobDecision<Outcome>,
): Promise<Outcome> {
  return database.write(async (transaction) => {
    const found = await lockJob(transaction, pandaId, database.traits.skipsLockedRows);
    const { outcome, change, follow } = decide(found?.job);
    if (found !== undefined && change !== undefined) await applyJobChange(transaction, { found, change, time });
    await follow?.(transaction);
    return outcome;
  });
}

/** Does what was decided over a job that the transaction has locked. */
export async function applyJobChange(transaction: Transaction<Tables>, { found, change, time }: { readonly found: FoundJob; readonly change: JobChange; readonly time: string }): Promise<void> {
  const { job, table } = found;
  const pandaId = Number(job.PandaID);
  const state = change.states.at(-1);
  const changed: JobAttributes = { ...change.attributes, modificationTime: time, ...(state === undefined ? {} : { jobStatus: state, stateChangeTime: time }) };
  if (table === 'jobsarchived4') await takeFromJobSums(transaction, job);
  await tell(transaction, transaction.updateTable(table).set({ ...clearedColumns(change.cleared ?? []), ...jobRowChanges(changed) }).where('PANDAID', '=', pandaId));
  if (changed.metadata !== undefined) await replaceMetadata(transaction, { PANDAID: pandaId, MODIFICATIONTIME: time, METADATA: String(changed.metadata) });
  for (const file of change.files) await updateFile(transaction, { ...file, PandaID: pandaId }, time);
  await insertStatusLog(transaction, change.states.map((passed) => statusLogRow({ ...job, ...changed }, passed, time)));
  if (state !== undefined) await moveJobRow(transaction, pandaId, { from: table, to: tableOfState(state) });
}

/** Moves the row of a job to another table. */
export async function moveJobRow(transaction: Transaction<Tables>, pandaId: number, { from, to }: { readonly from: JobTable; readonly to: JobTable | 'jobsarchived' }): Promise<void> {
  if (from === to) return;
  await tell(transaction, sql`insert into ${sql.table(to)} (${allColumns}) select ${allColumns} from ${sql.table(from)} where PANDAID = ${pandaId}`);
  await tell(transaction, transaction.deleteFrom(from).where('PANDAID', '=', pandaId));
}

function clearedColumns(names: readonly JobAttribute[]): Partial<JobRow> {
  const cleared: Partial<JobRow> = {};
  for (const name of names) cleared[columnName(name)] = requiredJobNumbers.has(name) ? 0 : null;
  return cleared;
}

async function replaceMetadata(transaction: Transaction<Tables>, row: MetadataRow): Promise<void> {
  await tell(transaction, transaction.deleteFrom('metatable').where('PANDAID', '=', row.PANDAID));
  await tell(transaction, transaction.insertInto('metatable').values(row));
}

async function updateFile(transaction: Transaction<Tables>, file: FileSpec & { readonly PandaID: number }, time: string): Promise<void> {
  const change = transaction
    .updateTable('filestable4')
    .set({ ...fileRowChanges(file), MODIFICATIONTIME: time })
    .where('PANDAID', '=', file.PandaID)
    .where('LFN', '=', String(file.lfn));
  await tell(transaction, change);
}

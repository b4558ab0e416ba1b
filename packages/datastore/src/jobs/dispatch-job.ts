import type { Transaction } from 'kysely';
import type { JobAttributes, JobSpec } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { attributesFromRow, jobRowChanges } from '../schema/row-mapping.ts';
import type { Tables } from '../schema/tables.ts';
import { readJobs } from './read-jobs.ts';
import { insertStatusLog, statusLogRow } from './status-log.ts';

/** What a pilot asks for. */
export interface DispatchRequest {
  readonly computingSite: string;
  /** Any of these values of prodSourceLabel; every job when absent. */
  readonly prodSourceLabels?: readonly string[];
  /** MB; a job that wants more is left for others. */
  readonly memory?: number;
  /** GB or what the site counts maxDiskCount in. */
  readonly diskSpace?: number;
  /** What the job is told about the pilot, such as modificationHost and computingElement. */
  readonly changes: JobAttributes;
  /** `YYYY-MM-DD HH:MM:SS` in UTC. */
  readonly time: string;
}

/**
 * The job that a pilot gets, moved from `activated` to `sent`: highest priority first, then lowest PandaID.
 * No job is ever given twice: where rows cannot be locked, the transaction is alone from its beginning.
 */
export async function dispatchJob(database: PandaDatabase, request: DispatchRequest): Promise<JobSpec | undefined> {
  const pandaId = await database.sql.transaction().execute(async (transaction) => {
    const candidate = await findCandidate(transaction, request, database.capabilities.skipsLockedRows);
    return candidate === undefined ? undefined : send(transaction, candidate, request);
  });
  return pandaId === undefined ? undefined : (await readJobs(database, [pandaId])).get(pandaId);
}

async function findCandidate(transaction: Transaction<Tables>, request: DispatchRequest, skipsLockedRows: boolean): Promise<JobAttributes | undefined> {
  const { prodSourceLabels, memory, diskSpace } = request;
  const row = await transaction
    .selectFrom('jobsactive4')
    .selectAll()
    .where('JOBSTATUS', '=', 'activated')
    .where('COMPUTINGSITE', '=', request.computingSite)
    .where('COMMANDTOPILOT', 'is', null)
    .$if(prodSourceLabels !== undefined, (query) => query.where('PRODSOURCELABEL', 'in', prodSourceLabels ?? []))
    .$if(memory !== undefined, (query) => query.where('MINRAMCOUNT', '<=', memory ?? 0))
    .$if(diskSpace !== undefined, (query) => query.where('MAXDISKCOUNT', '<=', diskSpace ?? 0))
    .orderBy('CURRENTPRIORITY', 'desc')
    .orderBy('PANDAID')
    .limit(1)
    .$if(skipsLockedRows, (query) => query.forUpdate().skipLocked())
    .executeTakeFirst();
  return row === undefined ? undefined : attributesFromRow(row);
}

async function send(transaction: Transaction<Tables>, job: JobAttributes, request: DispatchRequest): Promise<number> {
  const { time } = request;
  const changes: JobAttributes = { ...request.changes, jobStatus: 'sent', startTime: time, modificationTime: time, stateChangeTime: time };
  const pandaId = Number(job.PandaID);
  await transaction.updateTable('jobsactive4').set(jobRowChanges(changes)).where('PANDAID', '=', pandaId).execute();
  await insertStatusLog(transaction, [statusLogRow({ ...job, ...changes }, 'sent', time)]);
  return pandaId;
}

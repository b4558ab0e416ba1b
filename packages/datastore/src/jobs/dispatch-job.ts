import type { Expression, ExpressionBuilder, SqlBool, Transaction } from 'kysely';
import type { JobAttributes, JobSpec } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { attributesFromRow, jobRowChanges } from '../schema/row-mapping.ts';
import type { Tables } from '../schema/tables.ts';
import { tell } from '../told-statement.ts';
import { readFiles, readJobParameters } from './read-jobs.ts';
import { insertStatusLog, statusLogRow } from './status-log.ts';

/** What a pilot asks for. */
export interface DispatchRequest {
  readonly computingSite: string;
  /** Any of these values of prodSourceLabel; every job when absent. */
  readonly prodSourceLabels?: readonly string[];
  /** Jobs of these processing types too, whatever their label. */
  readonly processingTypes?: readonly string[];
  /** MB; a job that wants more is left for others. */
  readonly memory?: number;
  /** GB or what the site counts maxDiskCount in. */
  readonly diskSpace?: number;
  /** Seconds that the pilot may still run; a job that wants more is left for others. */
  readonly remainingSeconds?: number;
  readonly prodUserName?: string;
  readonly countryGroups?: readonly string[];
  readonly workingGroups?: readonly string[];
  readonly jediTaskId?: number;
  readonly resourceType?: string;
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
  const attributes = await database.write(async (transaction) => {
    const candidate = await findCandidate(transaction, request, database.traits.skipsLockedRows);
    return candidate === undefined ? undefined : send(transaction, candidate, request);
  });
  if (attributes === undefined) return undefined;
  const id = Number(attributes.PandaID);
  const [parameters, files] = await Promise.all([readJobParameters(database.sql, [id]), readFiles(database.sql, [id])]);
  const jobParameters = parameters.get(id);
  return { attributes: jobParameters === undefined ? attributes : { ...attributes, jobParameters }, files: files.get(id) ?? [] };
}

/** How many jobs a site's pilots have been sent and have not answered for yet. */
export async function countSentJobs(database: PandaDatabase, computingSite: string): Promise<number> {
  const row = await database.sql
    .selectFrom('jobsactive4')
    .select((builder) => builder.fn.countAll().as('count'))
    .where('JOBSTATUS', '=', 'sent')
    .where('COMPUTINGSITE', '=', computingSite)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

async function findCandidate(transaction: Transaction<Tables>, request: DispatchRequest, skipsLockedRows: boolean): Promise<JobAttributes | undefined> {
  const row = await transaction
    .selectFrom('jobsactive4')
    .selectAll()
    .where((builder) => wantedJobs(builder, request))
    .orderBy('CURRENTPRIORITY', 'desc')
    .orderBy('PANDAID')
    .limit(1)
    .$if(skipsLockedRows, (query) => query.forUpdate().skipLocked())
    .executeTakeFirst();
  return row === undefined ? undefined : attributesFromRow(row);
}

function wantedJobs(builder: ExpressionBuilder<Tables, 'jobsactive4'>, request: DispatchRequest): Expression<SqlBool> {
  const { prodSourceLabels, processingTypes = [], memory, diskSpace, remainingSeconds, prodUserName, countryGroups, workingGroups, jediTaskId, resourceType } = request;
  const labels = prodSourceLabels === undefined ? [] : [builder('PRODSOURCELABEL', 'in', prodSourceLabels)];
  return builder.and([
    builder('JOBSTATUS', '=', 'activated'),
    builder('COMPUTINGSITE', '=', request.computingSite),
    builder('COMMANDTOPILOT', 'is', null),
    ...(processingTypes.length > 0 && labels.length > 0 ? [builder.or([...labels, builder('PROCESSINGTYPE', 'in', processingTypes)])] : labels),
    ...(memory === undefined ? [] : [builder('MINRAMCOUNT', '<=', memory)]),
    ...(diskSpace === undefined ? [] : [builder('MAXDISKCOUNT', '<=', diskSpace)]),
    ...(remainingSeconds === undefined ? [] : [builder.or([builder('MAXWALLTIME', 'is', null), builder('MAXWALLTIME', '<=', remainingSeconds)])]),
    ...(prodUserName === undefined ? [] : [builder('PRODUSERNAME', '=', prodUserName)]),
    ...(countryGroups === undefined ? [] : [builder('COUNTRYGROUP', 'in', countryGroups)]),
    ...(workingGroups === undefined ? [] : [builder('WORKINGGROUP', 'in', workingGroups)]),
    ...(jediTaskId === undefined ? [] : [builder('JEDITASKID', '=', jediTaskId)]),
    ...(resourceType === undefined ? [] : [builder('RESOURCE_TYPE', '=', resourceType)]),
  ]);
}

async function send(transaction: Transaction<Tables>, job: JobAttributes, request: DispatchRequest): Promise<JobAttributes> {
  const { time } = request;
  const changes: JobAttributes = { ...request.changes, jobStatus: 'sent', startTime: time, modificationTime: time, stateChangeTime: time };
  await tell(transaction, transaction.updateTable('jobsactive4').set(jobRowChanges(changes)).where('PANDAID', '=', Number(job.PandaID)));
  await insertStatusLog(transaction, [statusLogRow({ ...job, ...changes }, 'sent', time)]);
  return { ...job, ...changes };
}

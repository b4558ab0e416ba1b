import { advanceUser, findComingFiles, findUser, groupJobs, insertJobs, takeNumbers, type NewJob, type PandaDatabase } from '@bigpanda/datastore';
import { formatUtcTime, PandaError, type FileSpec, type JobSpec } from '@bigpanda/model';
import { brokerJobs, logBrokerage, viewSites } from '../brokerage/broker-jobs.ts';
import type { FunctionContext } from '../functions/server-function.ts';
import type { Identity } from '../identity/identity.ts';
import { anyone } from '../identity/identity.ts';
import { admitJobs } from './admission.ts';
import { noteDispatchBlocks } from './dispatch-blocks.ts';
import { prepareJob } from './preparation.ts';
import { chooseUserNumbers } from './user-numbers.ts';

/** A job that was taken in. */
export interface SubmittedJob {
  readonly pandaId: number;
  readonly jobDefinitionId: number;
  readonly jobsetId: number | undefined;
  readonly job: JobSpec;
}

const unfinished = ['pending', 'defined', 'waiting', 'assigned', 'throttled', 'activated', 'sent', 'starting', 'running', 'holding'] as const;

/**
 * Takes jobs in: rules, brokerage where no site is named, what they wait for; all are kept or none. Nothing is taken from
 * a user who may do nothing: the result is empty.
 * @throws PandaError `ROLE_MISSING`, `LABEL_FORBIDDEN`, `COLUMN_VALUE_INVALID`
 */
export async function submit(context: FunctionContext, jobs: readonly JobSpec[], { toPending = false }: { readonly toPending?: boolean } = {}): Promise<SubmittedJob[]> {
  const { database, identity } = context;
  checkLabels(jobs, identity);
  const time = formatUtcTime(context.readClock());
  const keepsUserName = identity === anyone || String(jobs[0]?.attributes.VO).toLowerCase() === 'lsst';
  const name = keepsUserName ? String(jobs[0]?.attributes.prodUserName ?? identity.name).slice(0, 60) : identity.name;
  const status = (await findUser(database, name))?.status;
  if (jobs.length === 0 || status === 'disabled' || status === 'banned') return [];
  const { jobDefinitionID: jobDefinitionId, jobsetID: jobsetId } = jobs[0]?.attributes ?? {};
  const numbers = await advanceUser(database, { user: { name, dn: identity.dn, vo: identity.vo }, time }, (counter) => chooseUserNumbers({ jobDefinitionId, jobsetId }, counter));
  const admitted = admitJobs(jobs, { identity, numbers, activeJobs: await countActiveJobs(database, name), clientHost: context.clientHost, serverHost: context.hostName, keepsUserName });
  return keep(context, admitted, { time, toPending });
}

function checkLabels(jobs: readonly JobSpec[], identity: Identity): void {
  const labels = new Set(jobs.map((job) => job.attributes.prodSourceLabel ?? 'managed'));
  if (labels.has('ddm')) throw new PandaError('LABEL_FORBIDDEN', 'submit jobs: prodSourceLabel "ddm" is not accepted');
  if (labels.has('managed') && !identity.hasProductionRole) throw new PandaError('ROLE_MISSING', 'production role is required for production jobs');
}

async function countActiveJobs(database: PandaDatabase, prodUserName: string): Promise<number> {
  const counts = await groupJobs(database, { states: unfinished, prodUserName, prodSourceLabels: ['user', 'panda'] }, ['jobStatus']);
  return counts.reduce((sum, { count }) => sum + count, 0);
}

async function keep(context: FunctionContext, admitted: readonly JobSpec[], { time, toPending }: { readonly time: string; readonly toPending: boolean }): Promise<SubmittedJob[]> {
  const { database } = context;
  const lacksSite = admitted.some(({ attributes }) => attributes.computingSite === undefined || attributes.computingSite === '');
  const brokered = lacksSite && !toPending ? brokerJobs(admitted, await viewSites(database)) : admitted.map((job) => ({ job, words: undefined }));
  const isComing = await findComing(database, admitted);
  const prepared: NewJob[] = brokered.map(({ job }) => (toPending ? { job, states: ['pending'] } : prepareJob(job, { isComing })));
  await noteDispatchBlocks(database, prepared.map(({ job }) => job), time);
  const groupJobNumber = admitted.some((job) => job.files.some((file) => String(file.lfn).includes('$GROUPJOBSN'))) ? await takeNumbers(database, 'GROUPJOBSN', 1) : 0;
  const pandaIds = await insertJobs(database, prepared, { time, groupJobNumber });
  await logBrokerage(database, brokered.flatMap(({ words, job }, index) => (words === undefined ? [] : [{ pandaId: pandaIds[index] ?? 0, user: String(job.attributes.prodUserName ?? ''), words }])), time);
  return pandaIds.map((pandaId, index) => describe(pandaId, prepared[index]?.job ?? { attributes: {}, files: [] }));
}

function describe(pandaId: number, job: JobSpec): SubmittedJob {
  const { jobDefinitionID, jobsetID } = job.attributes;
  return { pandaId, jobDefinitionId: Number(jobDefinitionID ?? 0), jobsetId: jobsetID === undefined ? undefined : Number(jobsetID), job };
}

/** Tells whether a file is made by a job of this submission or by one that has not ended. */
async function findComing(database: PandaDatabase, jobs: readonly JobSpec[]): Promise<(file: FileSpec) => boolean> {
  const key = (file: FileSpec): string => `${file.dataset ?? ''}\n${file.lfn ?? ''}`;
  const files = jobs.flatMap((job) => job.files);
  const inputs = [...new Set(files.filter((file) => file.type === 'input').map((file) => String(file.lfn)))];
  const coming = inputs.length === 0 ? [] : await database.write((transaction) => findComingFiles(transaction, inputs));
  const keys = new Set([...coming, ...files.filter((file) => file.type === 'output')].map(key));
  return (file) => keys.has(key(file));
}

import { changeJob, findJobs, insertJobs, type NewJob } from '@bigpanda/datastore';
import { formatUtcTime, jsonFromJob, type FileSpec, type JobSpec } from '@bigpanda/model';
import { identifyPerson, identifyProduction, pilotIdentity } from './people.ts';
import type { PilotWorld } from './pilots.ts';
import type { Submission } from './submissions.ts';

const minute = 60_000;
const hour = 60 * minute;
const production = identifyProduction('atlas');

/** Plans what is sent, each at its time; its submitter looks after it later. */
export function planSending(world: PilotWorld, submissions: readonly Submission[]): void {
  for (const submission of submissions) world.timetable.add(world.begin + submission.hour * hour, () => send(world, submission));
}

async function send(world: PilotWorld, { content, isProduction, person }: Submission): Promise<void> {
  const identity = isProduction ? identifyProduction(person.vo) : identifyPerson(person);
  if (content.kind === 'jobs') { await sendJobs(world, content.jobs, { identity, isProduction }); return; }
  const reply = await world.server.call(identity, 'insertTaskParams', { taskParams: JSON.stringify(content.parameters), properErrorCode: 'True' });
  const [, jediTaskId] = /jediTaskID=(\d+)/.exec(JSON.stringify(reply)) ?? [];
  if (jediTaskId === undefined) throw new Error(`a task was not taken in: ${JSON.stringify(reply)}`);
  const { random, server, timetable } = world;
  const act = (method: string, after: number): void => { timetable.add(server.clock.milliseconds + after * hour, async () => { await server.call(identity, method, { jediTaskID: jediTaskId, properErrorCode: 'True' }); }); };
  if (!isProduction) await server.call(identity, 'sendLogInfo', { msgType: 'prun', msgList: JSON.stringify([`jediTaskID=${jediTaskId} submitted by ${person.name}`]) });
  if (random.chance(0.05)) act(random.chance(0.7) ? 'killTask' : 'finishTask', random.between(0.5, 4));
  else if (random.chance(0.25)) act('retryTask', random.between(4, 9));
}

async function sendJobs(world: PilotWorld, jobs: readonly JobSpec[], { identity, isProduction }: { readonly identity: ReturnType<typeof identifyPerson>; readonly isProduction: boolean }): Promise<void> {
  const { random, server, timetable } = world;
  const now = server.clock.milliseconds;
  const toPending = isProduction && random.chance(0.2);
  const reply = (await server.call(identity, 'submitJobs', { jobs: JSON.stringify(jobs.map(jsonFromJob)), ...(toPending ? { toPending: 'True' } : {}) })) as readonly (readonly [pandaId: number, jobDefinitionId: number])[];
  const ids = JSON.stringify(reply.map(([pandaId]) => pandaId));
  if (toPending) timetable.add(now + random.between(10, 50) * minute, async () => { await server.call(production, 'reassignJobs', { ids, forPending: 'True' }); });
  if (isProduction && random.chance(0.9)) planTransfer(world, jobs, reply[0]?.[1] ?? 0);
  if (!isProduction && random.chance(0.04)) timetable.add(now + random.between(0.1, 2) * hour, async () => { await server.call(identity, 'killJobs', { ids }); });
}

/** The data system brings the input to the site, and the outputs on from it, and says so. */
function planTransfer({ random, server, timetable }: PilotWorld, jobs: readonly JobSpec[], jobDefinitionId: number): void {
  const block = String(jobs[0]?.attributes.prodDBlock);
  timetable.add(server.clock.milliseconds + random.between(55, 200) * minute, async () => { await server.call(production, 'datasetCompleted', { vuid: `${block}_dis${jobDefinitionId}` }); });
  for (const hours of [5, 8, 11, 14]) timetable.add(server.clock.milliseconds + hours * hour, async () => { await server.call(production, 'datasetCompleted', { vuid: `${block}.AOD` }); });
}

/** What is done by hand near the end of the day, so that every state of a job can be seen. */
export function planOperators(world: PilotWorld): void {
  const { server, timetable, begin } = world;
  const { database } = server;
  const at = (hours: number, run: () => Promise<unknown>): void => { timetable.add(begin + hours * hour, async () => { await run(); }); };
  const idsIn = async (state: 'activated' | 'running', label: string): Promise<number[]> => (await findJobs(database, { states: [state], prodSourceLabels: [label] }, 1000)).map((job) => Number(job.PandaID));
  const submit = (jobs: readonly JobSpec[], more: Readonly<Record<string, string>> = {}): Promise<unknown> => server.call(production, 'submitJobs', { jobs: JSON.stringify(jobs.map(jsonFromJob)), ...more });
  at(20, async () => server.call(production, 'killJobs', { ids: JSON.stringify((await idsIn('activated', 'managed')).slice(-12)), code: '51' }));
  at(20.5, async () => server.call(production, 'killJobs', { ids: JSON.stringify((await idsIn('activated', 'managed')).slice(-4)) }));
  at(22, () => submit(validationJobs('valid1.input', { lfn: 'EVNT.700320._000001.pool.root', type: 'input', dataset: 'valid1.EVNT', prodDBlock: 'valid1.EVNT' })));
  at(22.2, () => submit(validationJobs('valid1.largeMemory').map(({ attributes: { computingSite: _site, ...attributes }, files }) => ({ files, attributes: { ...attributes, minRamCount: 96_000 } }))));
  at(23.3, async () => {
    const job = (await findJobs(database, { states: ['activated'], prodSourceLabels: ['managed'] }, 1000)).find((one) => Number(one.jediTaskID ?? 0) > 0);
    if (job !== undefined) await server.call(production, 'pauseTask', { jediTaskID: String(job.jediTaskID) });
  });
  at(23.6, () => submit(validationJobs('valid1.pending'), { toPending: 'True' }));
  at(23.7, () => insertJobs(database, waitingJobs(), { time: formatUtcTime(server.clock.milliseconds) }));
  for (const [hours, state] of [[22.5, 'transferring'], [23.1, 'merging'], [23.8, 'transferring']] as const) at(hours, async () => passOn(world, await idsIn('running', 'managed'), state));
  at(23.85, async () => { for (const pandaId of (await idsIn('running', 'user')).slice(-5)) await server.call(pilotIdentity, 'updateJob', { jobId: String(pandaId), state: 'holding' }); });
  at(23.95, () => beginLastPilots(world));
  for (const [hours, type, description] of incidents) at(hours, () => note(world, type, description));
  at(0, () => database.write((transaction) => transaction.insertInto('jedi_work_queue').values(workQueues.map((queue) => ({ QUEUE_TYPE: 'managed', VO: 'atlas', STATUS: 'active', ...queue }))).execute()));
}

/** What a control of queues noted during the day. */
const incidents: readonly (readonly [hours: number, type: string, description: string])[] = [
  [3.2, 'queuecontrol', 'queue=ANALY_TOKYO action=offline site=ANALY_TOKYO reason=downtime'], [9.5, 'queuecontrol', 'queue=ANALY_BNL_SHORT action=test site=ANALY_BNL_SHORT reason=failures:72%'],
  [11.1, 'queuecontrol', 'queue=ANALY_BNL_SHORT action=online site=ANALY_BNL_SHORT reason=tests:passed'], [17.8, 'storage', 'site=SLAC_Rubin action=blacklist endpoint=SLAC_SCRATCH reason=full'], [20.4, 'storage', 'site=SLAC_Rubin action=whitelist endpoint=SLAC_SCRATCH reason=freed'],
];

/** Shares of production. */
const workQueues: readonly { readonly QUEUE_ID: number; readonly QUEUE_NAME: string; readonly QUEUE_SHARE: number; readonly QUEUE_ORDER: number; readonly CRITERIA: string }[] = [
  { QUEUE_ID: 1, QUEUE_NAME: 'reprocessing', QUEUE_SHARE: 30, QUEUE_ORDER: 1, CRITERIA: "processingType = 'reprocessing'" }, { QUEUE_ID: 2, QUEUE_NAME: 'mcore', QUEUE_SHARE: 50, QUEUE_ORDER: 2, CRITERIA: 'coreCount > 1' }, { QUEUE_ID: 3, QUEUE_NAME: 'validation', QUEUE_SHARE: 20, QUEUE_ORDER: 3, CRITERIA: "processingType = 'validation'" },
];

async function note({ server: { database, clock } }: PilotWorld, type: string, description: string): Promise<void> {
  await database.write((transaction) => transaction.insertInto('incidents').values({ AT_TIME: formatUtcTime(clock.milliseconds), TYPEKEY: type, DESCRIPTION: description }).execute());
}

/** Some of these jobs: their outputs go on to another storage, or wait to be merged. */
async function passOn({ server: { database, clock } }: PilotWorld, pandaIds: readonly number[], state: 'transferring' | 'merging'): Promise<void> {
  for (const pandaId of pandaIds.slice(0, Math.min(9, Math.ceil(pandaIds.length / 2)))) {
    await changeJob(database, { pandaId, time: formatUtcTime(clock.milliseconds) }, (job) => (job === undefined ? { outcome: undefined } : { outcome: undefined, change: { attributes: {}, states: ['holding', state], files: [] } }));
  }
}

/** Pilots that have only just begun: one that has said so, and one that has not yet. */
async function beginLastPilots({ server }: PilotWorld): Promise<void> {
  for (const siteName of ['ANALY_BNL_SHORT', 'ANALY_CERN', 'SLAC_Rubin', 'OSG_UCSD', 'ANALY_FZK']) {
    for (const tellsStart of [true, false]) {
      const job = await server.call(pilotIdentity, 'getJob', { siteName, prodSourceLabel: 'user', node: 'wn0199.example.org', mem: '64000' });
      if (tellsStart && typeof job === 'object' && job !== null && 'PandaID' in job) await server.call(pilotIdentity, 'updateJob', { jobId: String(job.PandaID), state: 'starting' });
    }
  }
}

/** Jobs of a small validation, with an input or without. */
function validationJobs(name: string, input?: FileSpec): JobSpec[] {
  return Array.from({ length: 8 }, (_, index) => ({
    attributes: { computingSite: 'FZK-LCG2', prodSourceLabel: 'managed', VO: 'atlas', jobName: `${name}.${index}`, processingType: 'validation', workQueue_ID: 3, transformation: 'Reco_tf.py', currentPriority: 300, assignedPriority: 300, jobParameters: `--skipEvents=${index * 100}`, ...(input?.prodDBlock === undefined ? {} : { prodDBlock: input.prodDBlock }) },
    files: [...(input === undefined ? [] : [input]), { lfn: `log.${name}.${index}.tgz`, type: 'log', dataset: `${name}.log`, destinationDBlock: `${name}.log` }],
  }));
}

/** Jobs as a server of another make left them: their input is not complete anywhere. */
function waitingJobs(): NewJob[] {
  return validationJobs('valid1.waiting', { lfn: 'HITS.700320._000001.pool.root', type: 'input', dataset: 'valid1.HITS', prodDBlock: 'valid1.HITS', status: 'missing' }).map(({ attributes: { computingSite: _site, ...attributes }, files }) => ({
    states: ['defined', 'waiting'], job: { attributes: { ...attributes, cloud: 'DE', prodUserName: 'Verena Altmoor' }, files },
  }));
}

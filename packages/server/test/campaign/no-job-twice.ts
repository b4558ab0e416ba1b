import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { jsonFromJob, parseUrlencoded } from '@bigpanda/model';
import type { PandaDatabase } from '@bigpanda/datastore';
import { createLog } from '@bigpanda/program';
import { watchJobs } from '../../src/index.ts';
import { makeJob } from '../server-under-test.ts';
import { postOnce, postUntilAnswered, type Troubles } from './persistent-client.ts';
import { startServers, type DatabaseName, type RunningServers } from './running-servers.ts';

export interface CampaignSize {
  readonly database: DatabaseName;
  readonly jobs: number;
  readonly pilots: number;
  /** How many of the kills are done: of a server, of the database or the same server, of the other server. */
  readonly kills: number;
}

/** What a campaign found. */
export interface JobCampaignReport {
  /** One line for each thing that must not happen. */
  readonly failures: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

const queues = ['QUEUE_A', 'QUEUE_B', 'QUEUE_C'];
const jobsPerSubmission = 50;
const submitters = 4;
const jobTables = ['jobsdefined4', 'jobswaiting4', 'jobsactive4', 'jobsarchived4'] as const;

/** How far the clock of the watchdogs goes ahead, so that nobody needs to wait for what was sent and never answered for. */
const watchAheadMilliseconds = 31 * 60_000;

/** What all who take part know of. */
interface Play {
  readonly servers: RunningServers;
  readonly troubles: Troubles;
  /** PandaIDs that a server acknowledged. */
  readonly accepted: Set<number>;
  /** `PandaID attempt` of each job that a pilot was given, and how often. */
  readonly given: Map<string, number>;
  readonly finished: Set<number>;
  isOver: boolean;
}

/**
 * Pilots work off jobs that are submitted meanwhile, while servers and the database are killed with `kill -9` and started
 * again. Every submission that was acknowledged must be there, every job must have ended once, and none may have been
 * given twice, unless the watchdog put it back.
 */
export async function campaign({ database = 'mariadb', jobs = 5_000, pilots = 32, kills: wantedKills = 3 }: Partial<CampaignSize> = {}): Promise<JobCampaignReport> {
  await using servers = await startServers(database);
  const play: Play = { servers, troubles: { broken: 0, failed: 0 }, accepted: new Set(), given: new Map(), finished: new Set(), isOver: false };
  const start = performance.now();
  const work = Promise.all(Array.from({ length: pilots }, (_, index) => runPilot(play, queues[index % queues.length] ?? '')));
  const submissions = Promise.all(Array.from({ length: submitters }, () => submitAll(play, jobs)));
  const kills = await killInTheMiddle(play, { jobs, wantedKills });
  await submissions;
  const opened = await servers.open();
  const putBack = await finishRest(opened);
  play.isOver = true;
  await work;
  const seconds = (performance.now() - start) / 1000;
  const found = await checkDatabase(opened, play);
  await opened.close();
  const twice = [...play.given].filter(([, times]) => times > 1).map(([key]) => `job and attempt ${key} were given twice`);
  const { broken, failed } = play.troubles;
  return { failures: [...twice, ...found.failures], figures: { accepted: play.accepted.size, given: play.given.size, putBack, ...kills, brokenConnections: broken, failedAnswers: failed, ...found.figures, seconds: Math.round(seconds), jobsPerSecond: Math.round(play.finished.size / seconds) } };
}

/** A client gives up a submission whose answer it did not get, and makes another. */
async function submitAll(play: Play, jobs: number): Promise<void> {
  while (play.accepted.size < jobs) {
    const job = makeJob({ computingSite: queues[play.accepted.size % queues.length] ?? '' });
    const text = await postOnce(play.servers, play.troubles, 'submitJobs', { jobs: JSON.stringify(Array.from({ length: Math.min(jobsPerSubmission, Math.ceil(jobs / submitters)) }, () => jsonFromJob(job))) });
    if (text === undefined) await setTimeout(100);
    else for (const [pandaId] of JSON.parse(text) as [number][]) play.accepted.add(pandaId);
  }
}

async function runPilot(play: Play, siteName: string): Promise<void> {
  while (!play.isOver) {
    const job = readFields(await postUntilAnswered(play.servers, play.troubles, 'getJob', { siteName, prodSourceLabel: 'user', node: 'wn' }));
    if (job['PandaID'] === undefined) { await setTimeout(50); continue; }
    const { PandaID: jobId = '', attemptNr = '' } = job;
    const key = `${jobId} ${attemptNr}`;
    play.given.set(key, (play.given.get(key) ?? 0) + 1);
    for (const state of ['running', 'finished']) await postUntilAnswered(play.servers, play.troubles, 'updateJob', { jobId, attemptNr, state });
    play.finished.add(Number(jobId));
  }
}

/** Kills each server once, and the database between them, when so much of the work is done. */
async function killInTheMiddle({ servers, finished }: Play, { jobs, wantedKills }: { readonly jobs: number; readonly wantedKills: number }): Promise<{ serverKills: number; databaseKills: number }> {
  const killServer = async (index: number): Promise<void> => {
    await servers.killServer(index);
    await setTimeout(300);
    await servers.startServer(index);
  };
  const steps = (servers.count === 1 ? [() => killServer(0), () => killServer(0)] : [() => killServer(0), () => servers.restartDatabase(500), () => killServer(1)]).slice(0, wantedKills);
  for (const [index, step] of steps.entries()) {
    while (finished.size < (jobs * (index + 1)) / (steps.length + 1)) await setTimeout(20);
    await step();
  }
  const databaseKills = servers.count > 1 && steps.length > 1 ? 1 : 0;
  return { serverKills: steps.length - databaseKills, databaseKills };
}

/** Waits until the pilots find nothing more, lets the watchdogs put back what was lost on its way to a pilot, and so on until all jobs have ended. */
async function finishRest(database: PandaDatabase): Promise<number> {
  let putBack = 0;
  for (let left = -1; ;) {
    await setTimeout(300);
    const { rows } = await sql<{ JOBSTATUS: string; COUNT: number }>`select JOBSTATUS, count(*) as COUNT from jobsactive4 group by JOBSTATUS`.execute(database.sql);
    const now = rows.reduce((sum, { COUNT }) => sum + COUNT, 0);
    if (now === 0) return putBack;
    if (now === left && !rows.some(({ JOBSTATUS }) => JOBSTATUS === 'activated')) {
      const { restarted } = await watchJobs({ database, log: createLog('campaign', { level: 'silent' }), readClock: () => Date.now() + watchAheadMilliseconds, archiveAfterDays: 99 });
      putBack += restarted;
    }
    left = now;
  }
}

/** What the tables tell of the whole play. */
async function checkDatabase({ sql: database }: PandaDatabase, { accepted }: Play): Promise<JobCampaignReport> {
  const places = new Map<number, string[]>();
  for (const table of jobTables) for (const row of await database.selectFrom(table).select(['PANDAID', 'JOBSTATUS']).execute()) places.set(Number(row.PANDAID), [...(places.get(Number(row.PANDAID)) ?? []), `${table} ${row.JOBSTATUS}`]);
  const count = async (table: 'jobparamstable' | 'filestable4'): Promise<Map<number, number>> => new Map((await database.selectFrom(table).select((builder) => ['PANDAID', builder.fn.countAll().as('count')]).groupBy('PANDAID').execute()).map((row) => [Number(row.PANDAID), Number(row.count)]));
  const [parameters, files] = [await count('jobparamstable'), await count('filestable4')];
  const moves = Map.groupBy(await database.selectFrom('jobs_statuslog').select(['PANDAID', 'JOBSTATUS']).execute(), (row) => row.PANDAID);
  const failures: string[] = [...accepted].filter((pandaId) => !places.has(pandaId)).map((pandaId) => `job ${pandaId} was acknowledged and is lost`);
  for (const [pandaId, found] of places) {
    const times = (state: string): number => (moves.get(pandaId) ?? []).filter((row) => row.JOBSTATUS === state).length;
    if (found.join() !== 'jobsarchived4 finished') failures.push(`job ${pandaId} is ${found.join(' and ')}, wanted jobsarchived4 finished`);
    if (times('finished') !== 1) failures.push(`job ${pandaId} came to its final state ${times('finished')} times`);
    if (times('sent') > times('activated')) failures.push(`job ${pandaId} was sent ${times('sent')} times and activated ${times('activated')} times`);
    if (parameters.get(pandaId) !== 1 || files.get(pandaId) !== 1) failures.push(`job ${pandaId} has ${parameters.get(pandaId) ?? 0} parameters and ${files.get(pandaId) ?? 0} files, wanted 1 of each`);
  }
  const sent = [...moves.values()].flat().filter((row) => row.JOBSTATUS === 'sent').length;
  return { failures, figures: { inDatabase: places.size, unacknowledged: [...places.keys()].filter((pandaId) => !accepted.has(pandaId)).length, sent } };
}

function readFields(text: string): Record<string, string> {
  return Object.fromEntries([...parseUrlencoded(Buffer.from(text))].map(([name, value]) => [name, Buffer.from(value).toString()]));
}

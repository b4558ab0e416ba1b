import type { Benchmark, Contest } from '../benchmark.ts';
import { mariadbDatabases, sqliteDatabases, type BenchDatabases } from '../dispatch/bench-database.ts';
import type { PeerPlan } from '../dispatch/dispatch-peer.ts';
import { startPandaServer, startPeer } from '../dispatch/contestants.ts';
import type { JobCounts } from '../dispatch/job-rows.ts';
import { runJobs, runLives, type CallSeconds, type PilotLoad } from '../dispatch/pilot-load.ts';
import { pilotCalls } from '../dispatch/pilot-requests.ts';
import { recordCalls } from '../dispatch/recorded-calls.ts';

const queues = 20;
const pilots = 32;
const runs = 3;

/** Jobs of one run of one side. */
const jobsPerRun = 2_000;

const contestJobs = 50_000;
const [few, many] = [10_000, 1_000_000];

/** Jobs that go through one server while its memory is watched, and after how many it is looked at. */
const memoryJobs = 100_000;
const memoryStep = 10_000;

/**
 * getJob and updateJob of 32 pilots at once, beside the same SQL behind an empty Hono route: on SQLite first (the peer
 * with SQLite in threads, as panda-server has it, and with SQLite on its main thread), then on MariaDB, which is the contest. For each, the dispatch rate with a million jobs in the tables against ten thousand, and
 * the memory of the server over 100,000 jobs: what it has in the machine, where SQLite's caches fill, and what of its heap is alive.
 */
export const benchmark: Benchmark = {
  peer: 'the same SQL behind an empty Hono route',
  runs,
  prepare: async (): Promise<Contest> => {
    await showSqlite();
    const databases = await mariadbDatabases();
    await showGrowth(databases, 'mariadb');
    const contest = await prepareContest(databases, 'mysql');
    return { ...contest, [Symbol.asyncDispose]: () => contest[Symbol.asyncDispose]().then(() => databases[Symbol.asyncDispose]()) };
  },
};

/** Tables as a site has them: most jobs have ended, a tenth runs, the rest waits for pilots. */
function spread(jobs: number): JobCounts {
  return { ended: 0.6 * jobs, running: 0.1 * jobs, activated: 0.3 * jobs, queues };
}

async function showSqlite(): Promise<void> {
  await using databases = sqliteDatabases();
  await showGrowth(databases, 'sqlite');
  for (const way of ['sqlite-threads', 'sqlite-plain'] as const) {
    await using contest = await prepareContest(databases, way);
    for (let run = 0; run < runs; run += 1) {
      await contest.ours();
      await contest.theirs();
    }
    process.stdout.write(`dispatch-sqlite ${contest.note?.() ?? ''} n=${runs}\n`);
  }
}

async function prepareContest(databases: BenchDatabases, way: PeerPlan['way']): Promise<Contest> {
  const { dialect } = databases;
  const recorded = await recordCalls(dialect, await databases.make());
  const [ours, theirs] = [await databases.make(spread(contestJobs)), await databases.make(spread(contestJobs))];
  const server = await startPandaServer(dialect.name, ours);
  const peer = await startPeer({ way, settings: theirs, ...recorded });
  const times: Record<'ours' | 'theirs', CallSeconds[]> = { ours: [], theirs: [] };
  const run = async (side: 'ours' | 'theirs', { address }: Pick<PilotLoad, 'address'>): Promise<void> => { times[side].push(await runJobs({ address, pilots, queues }, jobsPerRun)); };
  for (const { address } of [server, peer]) await runJobs({ address, pilots, queues }, jobsPerRun);
  return {
    ours: () => run('ours', server),
    theirs: () => run('theirs', peer),
    note: () => `peer=${way} pilots=${pilots} ${pilotCalls.map((call) => describeCall(call, times)).join(' ')}`,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await peer[Symbol.asyncDispose]();
    },
  };
}

function describeCall(call: keyof CallSeconds, times: Readonly<Record<'ours' | 'theirs', readonly CallSeconds[]>>): string {
  const [ours, theirs] = [times.ours, times.theirs].map((side) => jobsPerRun / median(side.map((seconds) => seconds[call])));
  return `${call}=${ours?.toFixed(0)}/s:${theirs?.toFixed(0)}/s:${((ours ?? 0) / (theirs ?? 1)).toFixed(2)}`;
}

/** Lives of jobs a second with few and with many jobs in the tables, in turn; then the memory of the server with many. */
async function showGrowth(databases: BenchDatabases, name: string): Promise<void> {
  await using small = await startPandaServer(databases.dialect.name, await databases.make(spread(few)));
  await using large = await startPandaServer(databases.dialect.name, await databases.make(spread(many)));
  const loads = [small, large].map(({ address }): PilotLoad => ({ address, pilots, queues }));
  const seconds: number[][] = [[], []];
  for (let run = 0; run < runs + 1; run += 1) for (const [index, load] of loads.entries()) seconds[index]?.push(await runLives(load, 600));
  const [ofFew = 0, ofMany = 0] = seconds.map((all) => 600 / median(all.slice(1)));
  process.stdout.write(`dispatch-growth ratio=${(ofMany / ofFew).toFixed(2)} database=${name} ${few}=${ofFew.toFixed(0)}/s ${many}=${ofMany.toFixed(0)}/s n=${runs}\n`);
  const [sizes, alive]: [number[], number[]] = [[], []];
  const start = performance.now();
  for (let done = 0; done < memoryJobs; done += memoryStep) {
    await runLives({ address: large.address, pilots, queues }, memoryStep);
    sizes.push(Math.round(large.readResidentBytes() / 1e6));
    alive.push(Math.round((await large.readLiveBytes()) / 1e6));
  }
  const rate = memoryJobs / ((performance.now() - start) / 1000);
  process.stdout.write(`dispatch-memory database=${name} jobs=${memoryJobs} lives=${rate.toFixed(0)}/s resident=${sizes.join(',')} MB alive=${alive.join(',')} MB after each ${memoryStep}\n`);
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

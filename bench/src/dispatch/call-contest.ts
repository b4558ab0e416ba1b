import { median } from '../benchmark.ts';
import type { BenchDatabases } from './bench-database.ts';
import { startPandaServer, startPeer } from './contestants.ts';
import type { PeerPlan } from './dispatch-peer.ts';
import { spreadJobs, type MeasuredPart } from './measured-part.ts';
import { queues, pilots, runJobs, type CallSeconds, type PilotLoad } from './pilot-load.ts';
import { pilotCalls } from './pilot-requests.ts';
import { recordCalls } from './recorded-calls.ts';

const runs = 5;

/** Jobs of one run of one side. */
const jobsPerRun = 2_000;

const jobsInTables = 50_000;

/** What each call has to reach of the peer's rate. */
const leastRatio = 0.5;

/** SQLite beside the same in threads, as panda-server has it, and on the peer's main thread. */
const waysOf: Readonly<Record<BenchDatabases['name'], readonly PeerPlan['way'][]>> = { sqlite: ['sqlite-threads', 'sqlite-plain'], mariadb: ['mysql'] };

type Times = Readonly<Record<'ours' | 'theirs', CallSeconds[]>>;

/** getJob and updateJob of many pilots at once, beside the same SQL behind an empty Hono route, in turn. */
export async function measureCalls(databases: BenchDatabases): Promise<MeasuredPart> {
  const parts: MeasuredPart[] = [];
  for (const way of waysOf[databases.name]) parts.push(await measureWay(databases, way));
  const sum = (side: 'ours' | 'theirs'): number => parts.reduce((total, { seconds }) => total + seconds[side], 0);
  return { seconds: { ours: sum('ours'), theirs: sum('theirs') }, failures: parts.flatMap(({ failures }) => failures) };
}

async function measureWay(databases: BenchDatabases, way: PeerPlan['way']): Promise<MeasuredPart> {
  const { dialect } = databases;
  const recorded = await recordCalls(dialect, await databases.make());
  await using server = await startPandaServer(dialect.name, await databases.make(spreadJobs(jobsInTables)));
  await using peer = await startPeer({ way, settings: await databases.make(spreadJobs(jobsInTables)), ...recorded });
  const times: Times = { ours: [], theirs: [] };
  const run = ({ address }: Pick<PilotLoad, 'address'>): Promise<CallSeconds> => runJobs({ address, pilots, queues }, jobsPerRun);
  for (const side of [server, peer]) await run(side);
  for (let count = 0; count < runs; count += 1) {
    times.ours.push(await run(server));
    times.theirs.push(await run(peer));
  }
  const ratios = pilotCalls.map((call) => ({ call, ratio: secondsOf(times.theirs, call) / secondsOf(times.ours, call) }));
  process.stdout.write(`dispatch-calls database=${databases.name} peer=${way} pilots=${pilots} ${ratios.map(({ call, ratio }) => `${call}=${rateOf(times.ours, call)}/s:${rateOf(times.theirs, call)}/s:${ratio.toFixed(2)}`).join(' ')} n=${runs}\n`);
  const sum = (side: readonly CallSeconds[]): number => pilotCalls.reduce((total, call) => total + secondsOf(side, call), 0);
  return {
    seconds: { ours: sum(times.ours), theirs: sum(times.theirs) },
    failures: ratios.filter(({ ratio }) => ratio < leastRatio).map(({ call, ratio }) => `${databases.name} ${call}: ${ratio.toFixed(2)} of the rate of ${way}, at least ${leastRatio}`),
  };
}

function secondsOf(side: readonly CallSeconds[], call: keyof CallSeconds): number {
  return median(side.map((seconds) => seconds[call]));
}

function rateOf(side: readonly CallSeconds[], call: keyof CallSeconds): string {
  return (jobsPerRun / secondsOf(side, call)).toFixed(0);
}

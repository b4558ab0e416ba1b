import { groupJobs, type PandaDatabase } from '@bigpanda/datastore';
import { formatUtcTime } from '@bigpanda/model';
import { keepSites, type SiteFile } from '@bigpanda/server';
import { startDemoServer } from './demo-server.ts';
import { planOperators, planSending } from './operators.ts';
import { pilotIdentity } from './people.ts';
import { beginPilots, type PilotWorld } from './pilots.ts';
import { SeededRandom } from './seeded-random.ts';
import { planSubmissions, type Submission } from './submissions.ts';
import { Timetable } from './timetable.ts';

export interface DayOptions {
  /** Empty. */
  readonly database: PandaDatabase;
  readonly sites: SiteFile;
  readonly seed: number;
  /** When the day ends, milliseconds since 1970; it began 24 hours before. */
  readonly end: number;
  /** About how many jobs are submitted; tries of jobs come on top. */
  readonly jobCount: number;
  /** Told each hour of the day that is done. */
  readonly note?: (hour: number) => void;
}

const hour = 3_600_000;
const dayHours = 24;

/** Jobs for which the queues of `sites.toml` have places. */
const usualJobCount = 4000;

/** How often the watchdogs look, in hours. */
const watchHours = 12 / 60;

/** Part of the users' tasks that cannot run anywhere. */
const brokenPart = 0.06;

/**
 * Makes a day of three VOs: people and production managers submit, pilots ask for jobs, run and report, data arrives,
 * watchdogs do their rounds, all through the server's own functions with a clock that runs through the day. The same
 * seed and end give the same rows, but for GUIDs and VUIDs, which the server draws.
 * @returns how many jobs are in each state
 */
export async function makeDay({ database, sites, seed, end, jobCount, note }: DayOptions): Promise<Readonly<Record<string, number>>> {
  const begin = end - dayHours * hour;
  const server = startDemoServer(database);
  const random = new SeededRandom(seed);
  const timetable = new Timetable();
  server.clock.milliseconds = begin;
  await keepSites(database, sites, formatUtcTime(begin));
  const submissions = planSubmissions(random, jobCount);
  const world: PilotWorld = { server, random, timetable, begin, isBroken: chooseBroken(random, submissions) };
  planSending(world, submissions);
  await beginPilots(world, sites.queues, jobCount / usualJobCount);
  planOperators(world);
  for (let hours = watchHours; hours < dayHours; hours += watchHours) timetable.add(begin + hours * hour, () => server.watch());
  for (let hours = 0.2; hours < dayHours; hours += 1) timetable.add(begin + hours * hour, () => tellWorkers(world, sites));
  for (let hours = 1; hours < dayHours; hours += 1) timetable.add(begin + hours * hour, async () => { note?.(hours); });
  for (let next = timetable.takeBefore(end); next !== undefined; next = timetable.takeBefore(end)) {
    server.clock.milliseconds = next.at;
    await next.run();
  }
  const counts = await groupJobs(database, {}, ['jobStatus']);
  return Object.fromEntries(counts.map(({ values: [state = ''], count }) => [state, count]));
}

/** Tells of a job, by its name, whether its task is one that cannot run. */
function chooseBroken(random: SeededRandom, submissions: readonly Submission[]): (jobName: string) => boolean {
  const names = submissions.flatMap(({ content, isProduction }) => (content.kind === 'task' && !isProduction && 'taskName' in content.parameters ? [String(content.parameters.taskName)] : []));
  const broken = new Set(names.filter(() => random.chance(brokenPart)));
  return (jobName) => broken.has(jobName.slice(0, jobName.lastIndexOf('.')));
}

/** Harvesters tell how many workers they have at each queue, and that they are alive; the server counts what its sites do. */
async function tellWorkers({ server, random }: PilotWorld, sites: SiteFile): Promise<void> {
  await server.countSites();
  for (const harvesterID of ['harvester-central', 'harvester-osg']) await server.call(pilotIdentity, 'harvesterIsAlive', { harvesterID, data: '{}' });
  for (const { changes } of sites.queues) {
    const running = Number(changes.AVAILABLECPU ?? 0);
    const statistics = { managed: { SCORE: { running, submitted: random.whole(0, 8), ready: running } } };
    await server.call(pilotIdentity, 'reportWorkerStats_jobtype', { harvesterID: changes.NICKNAME.startsWith('OSG') ? 'harvester-osg' : 'harvester-central', siteName: changes.NICKNAME, paramsList: JSON.stringify(statistics) });
  }
}


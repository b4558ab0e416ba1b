import { groupJobs, writePilotCounts, type PandaDatabase, type SiteJobs, type SiteJobState } from '@bigpanda/datastore';
import { formatUtcTime } from '@bigpanda/model';
import { tallyHours, type PilotTally } from './pilot-tally.ts';

const hour = 3_600_000;
const counted: readonly SiteJobState[] = ['defined', 'assigned', 'waiting', 'activated', 'holding', 'running', 'transferring', 'finished', 'failed'];

export interface SiteCountContext {
  readonly database: PandaDatabase;
  readonly readClock: () => number;
  /** Name of this machine. */
  readonly hostName: string;
  readonly pilotTally: PilotTally;
}

/** Brings `sitedata` up to date: worker nodes that have called this server, and jobs of each site by state; ended ones of the last 3 hours. */
export async function countSites({ database, readClock, hostName, pilotTally }: SiteCountContext): Promise<void> {
  const now = readClock();
  const [open, ended] = [counted.filter((state) => state !== 'finished' && state !== 'failed'), ['finished', 'failed'] as const];
  const groups = [
    ...(await groupJobs(database, { states: open }, ['computingSite', 'jobStatus'])),
    ...(await groupJobs(database, { states: ended, changedSince: formatUtcTime(now - tallyHours * hour) }, ['computingSite', 'jobStatus'])),
  ];
  const bySite = Map.groupBy(groups.filter(({ values: [site] }) => site !== undefined && site !== ''), ({ values: [site = ''] }) => site);
  const jobs: SiteJobs[] = [...bySite].map(([site, counts]) => ({ site, counts: Object.fromEntries(counts.map(({ values: [, state = ''], count }) => [state, count])) }));
  await writePilotCounts(database, { host: hostName, hours: tallyHours, pilots: pilotTally.count(now), jobs, time: formatUtcTime(now), oldest: formatUtcTime(now - tallyHours * hour) });
}

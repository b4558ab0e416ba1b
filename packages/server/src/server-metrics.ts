import { Gauge } from 'prom-client';
import { groupJobs, type PandaDatabase } from '@bigpanda/datastore';
import { jobStates, isFinalJobState } from '@bigpanda/model';
import type { Log, Registry } from '@bigpanda/program';

/** How long a count of jobs serves, however often it is asked for. */
const keptMilliseconds = 15_000;

export interface MetricsContext {
  readonly database: PandaDatabase;
  readonly log: Log;
  readonly readClock: () => number;
}

/** Adds to `/metrics` how many jobs that have not ended are in each state, and how the connections to the database are used. */
export function measureServer(registry: Registry, { database, log, readClock }: MetricsContext): void {
  let countedAt = -Infinity;
  new Gauge({
    name: 'panda_jobs',
    help: 'Jobs that have not ended, by state.',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      if (readClock() - countedAt < keptMilliseconds) return;
      countedAt = readClock();
      try {
        const counts = await countByState(database);
        for (const [state, count] of counts) this.set({ state }, count);
      } catch (error) {
        this.reset();
        log.error({ err: error }, 'jobs could not be counted');
      }
    },
  });
  new Gauge({
    name: 'panda_database_connections',
    help: 'Connections to the database in use, and pieces of work that wait for one.',
    labelNames: ['use'],
    registers: [registry],
    collect() {
      this.set({ use: 'in_use' }, database.usage.inUse);
      this.set({ use: 'waiting' }, database.usage.waiting);
    },
  });
}

async function countByState(database: PandaDatabase): Promise<Map<string, number>> {
  const states = jobStates.filter((state) => !isFinalJobState(state));
  const counts = new Map<string, number>(states.map((state) => [state, 0]));
  for (const { values: [state = ''], count } of await groupJobs(database, { states }, ['jobStatus'])) counts.set(state, (counts.get(state) ?? 0) + count);
  return counts;
}

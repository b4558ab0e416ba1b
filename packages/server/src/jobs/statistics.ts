import type { GroupedCount, JobConditions } from '@bigpanda/datastore';
import { finalJobStates, formatUtcTime, isFinalJobState, jobStates, type PlainValue } from '@bigpanda/model';

/** How long ended jobs are counted. Source: panda-server 2014-04, OraDBProxy.getJobStatistics. */
const recentMilliseconds = 12 * 3600 * 1000;

/** The labels of a kind of job, `analysis` or `production`; all for any other word. */
export function labelsOfKind(kind: string | undefined): Pick<JobConditions, 'prodSourceLabels'> {
  if (kind === 'analysis') return { prodSourceLabels: ['user', 'panda'] };
  return kind === 'production' ? { prodSourceLabels: ['managed', 'test', 'prod_test'] } : {};
}

type Nested = { [name: string]: Nested | number };

/** Counts of jobs that have not ended, and of those that ended in the last 12 hours. */
export async function recentStates(readClock: () => number, count: (conditions: JobConditions) => Promise<readonly GroupedCount[]>): Promise<readonly GroupedCount[]> {
  const unfinished = jobStates.filter((state) => !isFinalJobState(state));
  const [running, ended] = await Promise.all([count({ states: unfinished }), count({ states: finalJobStates, changedSince: formatUtcTime(readClock() - recentMilliseconds) })]);
  return [...running, ...ended];
}

/** Counts as objects in objects, one level for each value. */
export function countNested(counts: readonly GroupedCount[]): PlainValue {
  const tree: Nested = {};
  for (const { values, count } of counts) {
    const names = values.map((value) => value ?? 'NULL');
    const leaf = names.slice(0, -1).reduce<Nested>((level, name) => { const next = level[name]; return typeof next === 'object' ? next : (level[name] = {}); }, tree);
    const last = names.at(-1) ?? 'NULL';
    const known = leaf[last];
    leaf[last] = (typeof known === 'number' ? known : 0) + count;
  }
  return tree;
}

/**
 * Counts by site and state: `assigned`, `activated` and `running` are always there, ended states when they are read;
 * `merging` is left out, as pilot factories stumble over it. Source: panda-server 2014-04, OraDBProxy.getJobStatistics.
 */
export function countPerSite(counts: readonly GroupedCount[], { readsArchived }: { readonly readsArchived: boolean }): PlainValue {
  const always = ['assigned', 'activated', 'running', ...(readsArchived ? ['finished', 'failed'] : [])];
  const wanted = counts.filter(({ values: [, state = ''] }) => state !== 'merging' && (readsArchived || !isFinalJobState(state)));
  const sites = new Map<string, Record<string, number>>();
  for (const { values: [site = 'NULL', state = ''], count } of wanted) {
    const states = sites.get(site) ?? Object.fromEntries(always.map((name) => [name, 0]));
    states[state] = (states[state] ?? 0) + count;
    sites.set(site, states);
  }
  return Object.fromEntries(sites);
}

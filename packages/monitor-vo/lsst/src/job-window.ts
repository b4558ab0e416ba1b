import type { JobQuery, PageFilter } from '@bigpanda/monitor-contract';

/** The most jobs that the core hands to a page. */
export const mostJobs = 10_000;

/** The filter that says how far back a page looks: a week, as the monitor of LSST has always done. */
export const hoursFilter: PageFilter = { name: 'hours', title: 'Last hours', kind: 'number', default: '168' };

/** Jobs of LSST with their parameters, of so many last hours; of all times for 0. */
export function queryJobs(hours = '0'): JobQuery {
  return { from: 'jobs', vo: 'lsst', withParameters: true, reads: ['PandaID', 'jobStatus', 'prodUserName', 'computingSite', 'modificationTime'], ...(Number(hours) > 0 ? { hours: Number(hours) } : {}) };
}

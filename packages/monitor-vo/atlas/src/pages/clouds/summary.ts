import type { PageParameters } from '@bigpanda/monitor-contract';
import { groupCounts, type CountedGroup } from '../../counted-group.ts';
import type { CloudRecord } from './record.ts';

export interface CloudSummary {
  /** What the page shows, as the address says: one cloud, one activity, so many last hours. */
  readonly cloud?: string;
  readonly activity?: string;
  readonly hours?: string;
  readonly activities: readonly CountedGroup[];
  /** Most jobs first, then by name. */
  readonly clouds: readonly CountedGroup[];
  /** Sites of the one cloud; none when every cloud is shown. */
  readonly sites: readonly CountedGroup[];
}

/** Jobs counted by activity, cloud and state, and by site where one cloud is asked for. */
export function summarise(records: readonly CloudRecord[], { cloud, activity, hours }: PageParameters): CloudSummary {
  const wanted = records.filter((record) => activity === undefined || record.activity === activity);
  return {
    ...(cloud === undefined ? {} : { cloud }),
    ...(activity === undefined ? {} : { activity }),
    ...(hours === undefined ? {} : { hours }),
    activities: groupCounts(wanted, (record) => record.activity),
    clouds: groupCounts(wanted, (record) => record.cloud),
    sites: cloud === undefined ? [] : groupCounts(wanted, (record) => record.site),
  };
}

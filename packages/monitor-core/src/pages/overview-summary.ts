import type { JobAttribute, JobAttributes } from '@bigpanda/model';
import { sumCounts, type Chart, type StateCounts } from '@bigpanda/monitor-contract';
import { chartFailureRate, chartThroughput, type ActivityCounts } from '../activity/activity-charts.ts';
import type { FoundPlugin } from '../plugins/found-plugin.ts';
import type { CountedStates } from '../selection/counted-states.ts';
import { sumRows } from '../view/count-rows.ts';
import { toJobRecord, type JobRecord } from './job-record.ts';
import { summarisePlugin, type PluginSummary } from './plugin-table.ts';

/** What the first page reads. */
export interface OverviewFound {
  /** By site and state. */
  readonly counted: CountedStates;
  readonly activity: ActivityCounts;
  readonly newest: readonly JobAttributes[];
  /** Attributes that were read of them. */
  readonly read: readonly JobAttribute[];
  readonly plugins: readonly FoundPlugin[];
  /** The VO whose host name the request came to; of every VO when absent. */
  readonly vo: string | undefined;
}

export interface OverviewSummary {
  readonly vo: string | null;
  readonly jobs: number;
  readonly states: StateCounts;
  /** Most jobs first, then by name. */
  readonly sites: readonly { readonly site: string; readonly counts: StateCounts }[];
  /** Throughput and failure rate of the last 24 hours. */
  readonly charts: readonly Chart[];
  /** The newest ten. */
  readonly newest: readonly JobRecord[];
  readonly plugins: readonly PluginSummary[];
}

/** What the first page tells. */
export function summariseOverview({ counted: { counts, states }, activity, newest, read, plugins, vo }: OverviewFound): OverviewSummary {
  const sites = sumRows(counts).map(({ values: [site], counts: states }) => ({ site: site ?? '', counts: states }));
  return {
    vo: vo ?? null,
    jobs: sumCounts(states),
    states,
    sites: sites.sort((left, right) => sumCounts(right.counts) - sumCounts(left.counts) || (left.site < right.site ? -1 : 1)),
    charts: [chartThroughput(activity), chartFailureRate(activity)],
    newest: newest.map((job) => toJobRecord(job, read)),
    plugins: plugins.map(summarisePlugin),
  };
}

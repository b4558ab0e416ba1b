import type { JobAttributes } from '@bigpanda/model';
import type { JobTally } from '@bigpanda/datastore';
import { sumCounts, type Chart, type StateCounts } from '@bigpanda/monitor-contract';
import { chartFailureRate, chartThroughput, type ActivityCounts } from '../activity/activity-charts.ts';
import type { FoundPlugin } from '../plugins/found-plugin.ts';
import { toJobRecord, type JobRecord } from './job-record.ts';

export interface PluginSummary {
  readonly folder: string;
  readonly title: string;
  readonly pages: readonly { readonly title: string; readonly href: string }[];
  /** Why it was refused; empty when it is served. */
  readonly problems: readonly string[];
}

export interface OverviewSummary {
  readonly jobs: number;
  readonly states: StateCounts;
  /** Of the last 24 hours. */
  readonly throughput: Chart;
  readonly failureRate: Chart;
  /** Most jobs first, then by name; without those beyond the 20th. */
  readonly sites: readonly { readonly site: string; readonly counts: StateCounts }[];
  /** The newest ten. */
  readonly newest: readonly JobRecord[];
  readonly plugins: readonly PluginSummary[];
}

const shownSites = 20;

export interface OverviewFound {
  readonly tallies: readonly JobTally[];
  readonly activity: ActivityCounts;
  readonly newest: readonly JobAttributes[];
  readonly plugins: readonly FoundPlugin[];
}

/** What the first page tells. */
export function summariseOverview({ tallies, activity, newest, plugins }: OverviewFound): OverviewSummary {
  const states = addCounts(tallies);
  const bySite = Map.groupBy(tallies, (tally) => tally.values[0] ?? '');
  const sites = [...bySite].map(([site, group]) => ({ site, counts: addCounts(group) }));
  return {
    jobs: sumCounts(states),
    states,
    throughput: chartThroughput(activity),
    failureRate: chartFailureRate(activity),
    sites: sites.sort((left, right) => sumCounts(right.counts) - sumCounts(left.counts) || (left.site < right.site ? -1 : 1)).slice(0, shownSites),
    newest: newest.map(toJobRecord),
    plugins: plugins.map(summarisePlugin),
  };
}

function addCounts(pairs: readonly JobTally[]): StateCounts {
  const counts: Record<string, number> = {};
  for (const { values: [, state = 'unknown'], count } of pairs) counts[state] = (counts[state] ?? 0) + count;
  return counts;
}

/** What is told of a plug-in. */
export function summarisePlugin(found: FoundPlugin): PluginSummary {
  if (found.kind === 'broken') return { folder: found.folder, title: found.folder, pages: [], problems: found.problems };
  const { name, title, navigation = [{ title, path: '' }] } = found.plugin;
  return { folder: found.folder, title, pages: navigation.map((entry) => ({ title: entry.title, href: `/${name}/${entry.path}` })), problems: [] };
}

import { listPilotCounts, listQueues, listQueueVos, tabulateSelection, type CombinationCount, type PilotCount, type QueueRow, type QueueVo } from '@bigpanda/datastore';
import { markup, renderFittedTable, sumCounts, tabulateCounts, type Markup, type PageCell, type PageFilter, type PageTable, type StateCounts } from '@bigpanda/monitor-contract';
import { checkedParameters } from '../../request/parameters.ts';
import type { CorePage } from '../../route/core-page.ts';
import { exactFilter, jobsHref } from '../../selection/job-address.ts';
import { readHours, sinceHours } from '../../selection/time-text.ts';
import { voFilter, readVo } from '../../selection/vo-filter.ts';
import { sumRows } from '../../view/count-rows.ts';
import { failurePercent, failureShare } from '../../view/failure-share.ts';
import { sortTable } from '../../view/sorted-table.ts';
import { nodeHref, subjectHref } from '../../view/subject-href.ts';
import { countOf } from '../../view/count-words.ts';

const filters: readonly PageFilter[] = [
  { name: 'hours', title: 'Jobs of the last hours', kind: 'number', default: '24' },
  { name: 'site', title: 'Name has', kind: 'text' },
  { name: 'cloud', title: 'Cloud', kind: 'text' },
  { name: 'status', title: 'Status', kind: 'text' },
  voFilter,
  { name: 'sortby', title: 'Sorted by a column, with "-" in front from the greatest', kind: 'text', isHidden: true },
];

/** Hours over which pilots are counted: the servers write sums of 3. Source: panda-server 2014-04, OraDBProxy.updateSiteData. */
const pilotHours = 3;

/** Of the table that a page holds: about 80 sites with jobs in every state. */
const bytesOfTable = 175_000;

interface SitesFound {
  readonly queues: readonly QueueRow[];
  readonly counts: readonly CombinationCount[];
  readonly pilots: readonly PilotCount[];
  readonly queueVos: readonly QueueVo[];
  readonly parameters: Readonly<Record<string, string>>;
}

/** What is told of one queue. */
export interface SiteRow {
  readonly site: string;
  readonly cloud: string | null;
  /** Null where no queue of this name is configured. */
  readonly status: string | null;
  readonly counts: StateCounts;
  /** Failed of those that ended, 0 to 1; null where none did. */
  readonly failureShare: number | null;
  /** Worker nodes that asked for a job, and that told of one, in the last hours. */
  readonly pilots: { readonly getJob: number; readonly updateJob: number } | null;
}

interface SitesSummary {
  readonly parameters: Readonly<Record<string, string>>;
  readonly hours: number;
  readonly sites: readonly SiteRow[];
}

/** Sites by their jobs. */
export const sitesPage: CorePage<SitesFound, SitesSummary> = {
  path: '/sites/',
  title: 'Sites',
  section: 'sites',
  menu: 'Sites',
  help: 'Queues of sites: their cloud and status, the jobs that changed in the last hours by state, how many of those that ended have failed, and how many worker nodes asked for jobs in the last 3 hours. A queue that fails, or that no worker calls, stands out. A click on a heading sorts by it, such as by the share that failed.',
  filters,
  read: async ({ database }, request) => {
    const checked = checkedParameters(filters, request.parameters);
    const since = sinceHours(request.nowMilliseconds, readHours(checked));
    const { text, conditions } = readVo(request);
    return {
      parameters: { ...checked, ...(text === undefined ? {} : { vo: text }) },
      queues: await listQueues(database),
      counts: await tabulateSelection(database, { conditions, since }, { by: ['computingSite', 'jobStatus'] }),
      pilots: await listPilotCounts(database, pilotHours),
      queueVos: conditions.length === 0 ? [] : await listQueueVos(database),
    };
  },
  summarise: summariseSites,
  formOf: ({ parameters }) => ({ path: '/sites/', filters, parameters }),
  tables: (summary) => [siteTable(summary)],
  render: renderSites,
};

function summariseSites({ queues, counts, pilots, queueVos, parameters }: SitesFound): SitesSummary {
  const jobs = new Map(sumRows(counts).flatMap(({ values: [site], counts: states }) => (site === null || site === undefined ? [] : [[site, states] as const])));
  const bySite = new Map(queues.map((queue) => [queue.SITEID ?? queue.NICKNAME, queue]));
  const calls = new Map(pilots.map((count) => [count.site, count]));
  const otherVos = Map.groupBy(queueVos, ({ queue }) => queue);
  const takesVo = (site: string): boolean => jobs.has(site) || (otherVos.get(bySite.get(site)?.NICKNAME ?? site)?.some(({ vo }) => vo === parameters['vo']) ?? true);
  const names = [...new Set([...bySite.keys(), ...jobs.keys()])].filter(takesVo);
  const rows = names.map((site): SiteRow => {
    const states = jobs.get(site) ?? {};
    const call = calls.get(site);
    return {
      site, cloud: bySite.get(site)?.CLOUD ?? null, status: bySite.get(site)?.STATUS ?? null, counts: states,
      failureShare: failureShare(states),
      pilots: call === undefined ? null : { getJob: call.getJob, updateJob: call.updateJob },
    };
  });
  const has = (text: string | null, wanted: string | undefined): boolean => wanted === undefined || (text ?? '').toLowerCase().includes(wanted.toLowerCase().replaceAll('*', ''));
  const wanted = rows.filter((row) => has(row.site, parameters['site']) && has(row.cloud, parameters['cloud']) && has(row.status, parameters['status']));
  return { parameters, hours: readHours(parameters), sites: wanted.sort((left, right) => sumCounts(right.counts) - sumCounts(left.counts) || (left.site < right.site ? -1 : 1)) };
}

function siteTable({ sites, hours, parameters }: SitesSummary): PageTable {
  const { vo } = parameters;
  return sortTable(tabulateCounts({
    key: 'sites',
    caption: `${countOf(sites, 'site')}, jobs of the last ${hours} hours`,
    keys: ['Site', 'Cloud', 'Status', { key: 'failed_percent', title: 'Failed %', kind: 'number' }, { key: 'nodes_asking', title: 'Nodes asking', kind: 'number' }, { key: 'nodes_telling', title: 'Nodes telling', kind: 'number' }],
    rows: sites.map(({ site, cloud, status, counts, pilots }) => ({
      keys: [
        linked(site, subjectHref('computingsite', site)), cloud, status ?? 'not configured', failurePercent(counts),
        pilots?.getJob ?? null, pilots === null ? null : { value: pilots.updateJob, href: nodeHref(site) },
      ],
      counts,
      href: jobsHref({ site: exactFilter(site), hours, vo: vo === '*' ? undefined : vo }),
    })),
    empty: 'No site matches.',
  }), { path: '/sites/', parameters, sortby: parameters['sortby'] });
}

function linked(value: string, href: string | undefined): PageCell {
  return href === undefined ? value : { value, href };
}

function renderSites(summary: SitesSummary, tables: readonly PageTable[]): Markup {
  return markup`${tables.map((table) => renderFittedTable(table, bytesOfTable))}
`;
}

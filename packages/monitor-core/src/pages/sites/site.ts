import { listQueues, type QueueRow } from '@bigpanda/datastore';
import { markup, renderPageTable, type Markup, type PageFilter, type PageTable } from '@bigpanda/monitor-contract';
import { checkedParameters } from '../../request/parameters.ts';
import type { CorePage } from '../../route/core-page.ts';
import { notFound } from '../../route/page-request.ts';
import { exactFilter } from '../../selection/job-address.ts';
import { readHours, sinceHours } from '../../selection/time-text.ts';
import { readVo, voFilter } from '../../selection/vo-filter.ts';
import { renderFacts } from '../../view/facts.ts';
import { nodeHref } from '../../view/subject-href.ts';
import { readSubject, renderSubject, subjectTables, summariseSubject, type SubjectFound, type SubjectGroup, type SubjectSummary } from '../subject/subject.ts';

const filters: readonly PageFilter[] = [{ name: 'hours', title: 'Last hours', kind: 'number', default: '24' }, voFilter];

const groups: readonly SubjectGroup[] = [
  { key: 'users', caption: 'Jobs by user', keys: [{ attribute: 'prodUserName', title: 'User' }, { attribute: 'prodSourceLabel', title: 'Type' }] },
  { key: 'nodes', caption: 'Jobs by worker node', keys: [{ attribute: 'modificationHost', title: 'Worker node' }] },
];

interface SiteFound {
  readonly site: string;
  readonly hours: number;
  readonly vo: string | undefined;
  readonly queue: QueueRow | undefined;
  readonly jobs: SubjectFound;
}

interface SiteSummary {
  readonly site: string;
  readonly hours: number;
  /** Whose jobs are told, as a filter; null for those of every VO. */
  readonly vo: string | null;
  /** What is configured of the queue: columns of `schedconfig` in lower case, those that are set. */
  readonly queue: Readonly<Record<string, string | number>>;
  readonly jobs: SubjectSummary;
}

/** One site. */
export const sitePage: CorePage<SiteFound, SiteSummary> = {
  path: '/site/:site/',
  title: 'Site',
  section: 'sites',
  help: 'One queue of a site: what is configured, its jobs by state, over time, by user and by worker node, and the errors of those that failed. When a site fails, look at the errors first, then at whether one user or one worker node has them.',
  filters,
  read: async ({ database }, request) => {
    const { path: { site = '' }, parameters, nowMilliseconds, format } = request;
    const { text: vo, conditions } = readVo(request);
    const hours = readHours(checkedParameters(filters, parameters));
    const queue = (await listQueues(database)).find(({ SITEID, NICKNAME }) => (SITEID ?? NICKNAME) === site);
    const selection = { conditions: [{ attribute: 'computingSite', patterns: [{ kind: 'equal', value: site }] }, ...conditions], since: sinceHours(nowMilliseconds, hours) } as const;
    const jobs = await readSubject(database, selection, { groups, nowMilliseconds, hours, format });
    if (queue === undefined && jobs.newest.length === 0) throw notFound(`Site ${site} has no queue and no job of the last ${hours} hours; it`);
    return { site, hours, vo, queue, jobs };
  },
  summarise: ({ site, hours, vo, queue, jobs }) => ({ site, hours, vo: vo ?? null, queue: factsOf(queue), jobs: summariseSubject(jobs, groups) }),
  titleOf: ({ site }) => `Site ${site}`,
  formOf: ({ site, hours, vo }) => ({ path: `/site/${encodeURIComponent(site)}/`, filters, parameters: { hours: String(hours), ...(vo === null ? {} : { vo }) } }),
  tables: (summary) => [...subjectTables(summary.jobs, linkedGroups(summary.site), parametersOf(summary)), queueTable(summary)],
  render: renderSite,
  blocks: { place: 'site', parametersOf: ({ site, queue }) => ({ site, ...Object.fromEntries(Object.entries(queue).map(([name, value]) => [name, String(value)])) }) },
};

function factsOf(queue: QueueRow | undefined): Readonly<Record<string, string | number>> {
  return Object.fromEntries(Object.entries(queue ?? {}).flatMap(([name, value]) => (value === null || value === '' ? [] : [[name.toLowerCase(), value]])));
}

function parametersOf({ site, hours, vo }: SiteSummary): Readonly<Record<string, string | number>> {
  return { computingsite: exactFilter(site), hours, ...(vo === null || vo === '*' ? {} : { vo }) };
}

/** The groups, with worker nodes that lead to their pages. */
function linkedGroups(site: string): readonly SubjectGroup[] {
  return groups.map((group) => (group.key === 'nodes' ? { ...group, keys: group.keys.map((key) => ({ ...key, hrefOf: (node: string) => nodeHref(site, node) })) } : group));
}

function queueTable({ queue }: SiteSummary): PageTable {
  return { key: 'queue', caption: 'What is configured of the queue', columns: [{ key: 'name', title: 'Name' }, { key: 'value', title: 'Value', kind: 'long' }], rows: Object.entries(queue), empty: 'No queue of this name is configured.' };
}

function renderSite(summary: SiteSummary, tables: readonly PageTable[]): Markup {
  const { queue, site } = summary;
  const fact = (name: string): string | null => (queue[name] === undefined ? null : String(queue[name]));
  return markup`${renderFacts([
    ['Status', fact('status') ?? 'not configured'], ['Cloud', fact('cloud')], ['Region', fact('region')], ['Computing element', fact('celist') ?? fact('gatekeeper')], ['Memory, MB', fact('maxmemory') ?? fact('memory')],
    ['Longest job, s', fact('maxtime')], ['Cores', fact('corecount')], ['Changed', fact('lastmod')], ['Comment', fact('comment_')], ['Worker nodes', markup`<a href="${nodeHref(site)}">by their jobs</a>`],
  ])}
${renderSubject(summary.jobs, tables.slice(0, -1), parametersOf(summary))}
<details><summary>What is configured</summary>${tables.slice(-1).map(renderPageTable)}</details>
`;
}

import { listIncidents, type Incident } from '@bigpanda/datastore';
import { markup, renderFittedTable, renderPageTable, type Markup, type PageFilter, type PageTable } from '@bigpanda/monitor-contract';
import { checkedParameters } from '../../request/parameters.ts';
import type { CorePage } from '../../route/core-page.ts';
import { limitFilter, readRowLimit } from '../../selection/row-limit.ts';
import { readHours, sinceHours } from '../../selection/time-text.ts';
import { renderMore } from '../../view/more-rows.ts';
import { countOf } from '../../view/count-words.ts';
import { keepLinesOfVos } from './lines-of-vos.ts';

const filters: readonly PageFilter[] = [{ name: 'hours', title: 'Last hours', kind: 'number', default: '72' }, { name: 'type', title: 'Type', kind: 'text' }, { name: 'has', title: 'Description has', kind: 'text' }, limitFilter];
const limits = { usual: 300, most: 1000, mostOfTwins: 10_000 };

/** Of the histogram that a page has; JSON and CSV have them all. */
const bytesOfHistogram = 15_000;

interface IncidentsFound {
  readonly incidents: readonly Incident[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly isCut: boolean;
}

interface IncidentsSummary {
  readonly parameters: Readonly<Record<string, string>>;
  readonly incidents: readonly Incident[];
  /** As many were read as the limit lets: there may be older ones. */
  readonly isCut: boolean;
  /** How often each value stands after each key in the descriptions, most first; the type is one of the keys. */
  readonly histogram: readonly { readonly key: string; readonly value: string; readonly count: number }[];
}

/** What happened to the fleet. */
export const incidentsPage: CorePage<IncidentsFound, IncidentsSummary> = {
  path: '/incidents/',
  title: 'Incidents',
  section: 'errors',
  menu: 'Incidents',
  help: 'What components noted of the fleet, such as queues that were switched, newest first, and how often each key=value occurs in the descriptions.\n\nUnder the host of a VO stand those that name its jobs, tasks or queues, and those that name none of any VO; readers from whom a VO is hidden see those that name what they may see.',
  filters,
  read: async ({ database }, request) => {
    const parameters = checkedParameters(filters, request.parameters);
    const { type, has } = parameters;
    const limit = readRowLimit(request, limits);
    const found = await listIncidents(database, { since: sinceHours(request.nowMilliseconds, readHours(parameters)), ...(type === undefined ? {} : { type }), ...(has === undefined ? {} : { has }) }, limit);
    return { incidents: await keepLinesOfVos(database, request, { lines: found, textOf: ({ description }) => description, isOfQueues: true }), parameters, isCut: found.length === limit };
  },
  summarise: ({ incidents, parameters, isCut }) => ({ parameters, incidents, isCut, histogram: countPairs(incidents) }),
  formOf: ({ parameters }) => ({ path: '/incidents/', filters, parameters }),
  tables: listTables,
  render: renderIncidents,
};

function countPairs(incidents: readonly Incident[]): { readonly key: string; readonly value: string; readonly count: number }[] {
  const counts = new Map<string, { readonly key: string; readonly value: string; readonly count: number }>();
  for (const { type, description } of incidents) {
    for (const [key, value] of [['type', type] as const, ...readPairs(description)]) {
      const id = JSON.stringify([key, value]);
      counts.set(id, { key, value, count: (counts.get(id)?.count ?? 0) + 1 });
    }
  }
  return [...counts.values()].sort((left, right) => right.count - left.count);
}

/** Words that look like `key=value` or `key:value`. Source: panda-bigmon-core, `core/views.py` incidentList. */
function readPairs(description: string): (readonly [string, string])[] {
  return [...description.matchAll(/\b([A-Za-z]\w*)\s*[:=]\s*([^\s,;]+)/g)].map(([, key = '', value = '']) => [key, value] as const);
}

function listTables({ incidents, histogram }: IncidentsSummary): PageTable[] {
  return [
    { key: 'incidents', caption: `${countOf(incidents, 'incident')}, newest first`, columns: [{ key: 'time', title: 'Time', kind: 'time' }, { key: 'type', title: 'Type' }, { key: 'description', title: 'What happened', kind: 'long' }], rows: incidents.map(({ time, type, description }) => [time, type, description]), empty: 'No incident was noted in this time.' },
    { key: 'histogram', caption: 'What occurs how often', columns: [{ key: 'key', title: 'Key' }, { key: 'count', title: 'Incidents', kind: 'number' }, { key: 'value', title: 'Value', kind: 'long' }], rows: histogram.map(({ key, value, count }) => [key, count, value]) },
  ];
}

function renderIncidents(summary: IncidentsSummary, [list, histogram]: readonly PageTable[]): Markup {
  return markup`${list === undefined ? '' : renderPageTable(list)}${summary.isCut ? renderMore('/incidents/', summary.parameters, limits.most) : ''}${histogram === undefined || summary.histogram.length === 0 ? '' : renderFittedTable(histogram, bytesOfHistogram)}
`;
}

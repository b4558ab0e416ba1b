import { listIncidents, type Incident } from '@bigpanda/datastore';
import { markup, renderPageTable, type Markup, type PageFilter, type PageTable } from '@bigpanda/monitor-contract';
import { checkedParameters } from '../../request/parameters.ts';
import type { CorePage } from '../../route/core-page.ts';
import { sinceHours } from '../../selection/time-text.ts';

const filters: readonly PageFilter[] = [{ name: 'hours', title: 'Last hours', kind: 'number', default: '72' }, { name: 'type', title: 'Type', kind: 'text' }, { name: 'has', title: 'Description has', kind: 'text' }];
const mostIncidents = 2000;
const shownIncidents = 500;

interface IncidentsFound {
  readonly incidents: readonly Incident[];
  readonly parameters: Readonly<Record<string, string>>;
}

interface IncidentsSummary {
  readonly parameters: Readonly<Record<string, string>>;
  readonly incidents: readonly Incident[];
  /** How often each value stands after each key in the descriptions, most first; the type is one of the keys. */
  readonly histogram: readonly { readonly key: string; readonly value: string; readonly count: number }[];
}

/** What happened to the fleet. */
export const incidentsPage: CorePage<IncidentsFound, IncidentsSummary> = {
  path: '/incidents/',
  title: 'Incidents',
  section: 'errors',
  menu: 'Incidents',
  help: 'What components noted of the fleet, such as queues that were switched, newest first, and how often each key=value occurs in the descriptions.',
  filters,
  read: async ({ database }, { parameters, nowMilliseconds }) => {
    const checked = checkedParameters(filters, parameters);
    return { incidents: await listIncidents(database, sinceHours(nowMilliseconds, Math.max(1, Number(checked['hours'] ?? 72))), mostIncidents), parameters: checked };
  },
  summarise: ({ incidents, parameters }) => {
    const has = (text: string, wanted = ''): boolean => text.toLowerCase().includes(wanted.toLowerCase().replaceAll('*', ''));
    const wanted = incidents.filter(({ type, description }) => has(type, parameters['type']) && has(description, parameters['has']));
    return { parameters, incidents: wanted.slice(0, shownIncidents), histogram: countPairs(wanted) };
  },
  formOf: ({ parameters }) => ({ path: '/incidents/', filters, parameters }),
  tables: listTables,
  render: (summary): Markup => markup`${listTables(summary).map(renderPageTable)}
`,
};

function countPairs(incidents: readonly Incident[]): { readonly key: string; readonly value: string; readonly count: number }[] {
  const counts = new Map<string, { readonly key: string; readonly value: string; readonly count: number }>();
  for (const { type, description } of incidents) {
    for (const [key, value] of [['type', type] as const, ...readPairs(description)]) {
      const id = JSON.stringify([key, value]);
      counts.set(id, { key, value, count: (counts.get(id)?.count ?? 0) + 1 });
    }
  }
  return [...counts.values()].sort((left, right) => right.count - left.count).slice(0, 100);
}

/** Words that look like `key=value` or `key:value`. Source: panda-bigmon-core, `core/views.py` incidentList. */
function readPairs(description: string): (readonly [string, string])[] {
  return [...description.matchAll(/\b([A-Za-z]\w*)\s*[:=]\s*([^\s,;]+)/g)].map(([, key = '', value = '']) => [key, value] as const);
}

function listTables({ incidents, histogram }: IncidentsSummary): PageTable[] {
  return [
    { key: 'incidents', caption: `${incidents.length} incidents, newest first`, columns: [{ key: 'time', title: 'Time', kind: 'time' }, { key: 'type', title: 'Type' }, { key: 'description', title: 'What happened', kind: 'long' }], rows: incidents.map(({ time, type, description }) => [time, type, description]), empty: 'No incident was noted in this time.' },
    { key: 'histogram', caption: 'What occurs how often', columns: [{ key: 'key', title: 'Key' }, { key: 'value', title: 'Value' }, { key: 'count', title: 'Incidents', kind: 'number' }], rows: histogram.map(({ key, value, count }) => [key, value, count]) },
  ];
}

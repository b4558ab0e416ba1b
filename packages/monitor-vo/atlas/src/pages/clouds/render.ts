import { exactFilter, markup, renderPageTable, tabulateCounts, type CountRow, type PageTable } from '@bigpanda/monitor-contract';
import { jobsHref } from '../../activity.ts';
import type { CloudSummary } from './summary.ts';

/** The tables of the page: activities, clouds, and the sites of the one cloud that is asked for. */
export function listTables({ cloud, activity, hours, activities, clouds, sites }: CloudSummary): readonly PageTable[] {
  const empty = Number(hours ?? 0) > 0 ? 'No job of ATLAS changed in these hours. More hours, or 0 for all times, may show some.' : 'No job of ATLAS is known.';
  const common = { jobtype: activity, hours: hours === '0' ? undefined : hours };
  return [
    tabulateCounts({
      key: 'activities', caption: 'Jobs by activity and state', keys: ['Activity'], empty,
      rows: activities.map(({ name, counts }) => ({ keys: [name === 'test' ? name : { value: name, href: splitHref(name, hours) }], counts, href: jobsHref({ ...common, jobtype: name, cloud }) })),
    }),
    tabulateCounts({
      key: 'clouds', caption: 'Jobs by cloud and state', keys: ['Cloud'], empty,
      rows: clouds.map(({ name, counts }): CountRow => (name === '' ? { keys: ['no cloud'], counts } : { keys: [{ value: name, href: cloudHref(exactFilter(name), { activity, hours }) }], counts, href: jobsHref({ ...common, cloud: exactFilter(name) }) })),
    }),
    ...(cloud === undefined ? [] : [tabulateCounts({
      key: 'sites', caption: `Jobs by site and state: cloud ${cloud}`, keys: ['Site'], empty,
      rows: sites.map(({ name, counts }): CountRow => (name === '' ? { keys: ['no site'], counts } : { keys: [{ value: name, href: jobsHref({ ...common, computingsite: exactFilter(name) }) }], counts, href: jobsHref({ ...common, cloud, computingsite: exactFilter(name) }) })),
    })]),
  ];
}

function splitHref(activity: string, hours: string | undefined): string {
  return `/atlas/${activity}/${hours === undefined ? '' : `?hours=${encodeURIComponent(hours)}`}`;
}

function cloudHref(cloud: string | undefined, shown: Readonly<Record<string, string | undefined>>): string {
  const set = Object.entries({ cloud, ...shown }).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return `/atlas/?${new URLSearchParams(set).toString()}`;
}

/** The summary as HTML. */
export function render(summary: CloudSummary): string {
  const back = summary.cloud === undefined ? undefined : cloudHref(undefined, { activity: summary.activity, hours: summary.hours });
  return markup`${back !== undefined && markup`<p><a href="${back}">All clouds</a></p>
`}${listTables(summary).map(renderPageTable)}`.toString();
}

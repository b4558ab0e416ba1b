import type { PageFilter } from '@bigpanda/monitor-contract';

/** What jobs and tasks of ATLAS are run for. */
export const activities = ['production', 'analysis', 'test'] as const;

export type Activity = (typeof activities)[number];

/** Labels of the jobs of each activity. Source: PanDA's monitor, `jobtype` of its job lists. */
const labels: Readonly<Record<Activity, readonly string[]>> = {
  production: ['managed'],
  analysis: ['user', 'panda', 'rc_alrb'],
  test: ['prod_test', 'ptest', 'rc_test', 'rc_test2', 'install', 'test'],
};

/** The activity of a job or task, by its prodSourceLabel; test for a label that is none of production and analysis. */
export function activityOf(label: string): Activity {
  return activities.find((activity) => labels[activity].includes(label)) ?? 'test';
}

/** The filter for one activity. */
export const activityFilter: PageFilter = { name: 'activity', title: 'Activity', kind: 'choice', choices: activities };

/** The filter that says how far back a page looks. */
export const hoursFilter: PageFilter = { name: 'hours', title: 'Last hours', kind: 'number', default: '12' };

/** Part of a query: so many last hours; of all times for 0. */
export function withinHours(hours = '0'): { readonly hours?: number } {
  return Number(hours) > 0 ? { hours: Number(hours) } : {};
}

/** Address of a list of ATLAS's jobs; conditions in the language of filters. */
export function jobsHref(conditions: Readonly<Record<string, string | undefined>>): string {
  const set = Object.entries<string | undefined>({ vo: 'atlas', ...conditions }).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '');
  return `/jobs/?${new URLSearchParams(set).toString()}`;
}

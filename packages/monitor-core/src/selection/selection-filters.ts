import type { PageFilter } from '@bigpanda/monitor-contract';

/** Short names of attributes, as people write them. */
export const attributeAliases: Readonly<Record<string, string>> = { site: 'computingsite', user: 'produsername', status: 'jobstatus', task: 'jeditaskid' };

/** Parameters of every page about a selection of jobs, beside the attributes of a job themselves. */
export const selectionFilters: readonly PageFilter[] = [
  { name: 'hours', title: 'Last hours', kind: 'number' },
  { name: 'days', title: 'Last days', kind: 'text' },
  { name: 'date_from', title: 'Changed from', kind: 'text' },
  { name: 'date_to', title: 'Changed to', kind: 'text' },
  { name: 'earlierthan', title: 'Changed more than hours ago', kind: 'number' },
  { name: 'jobtype', title: 'Kind of jobs', kind: 'choice', choices: ['analysis', 'production', 'test'] },
  { name: 'priorityrange', title: 'Priority from:to', kind: 'text' },
  { name: 'mode', title: 'Mode', kind: 'choice', choices: ['nodrop', 'eventservice'] },
  ...Object.entries(attributeAliases).map(([name, attribute]): PageFilter => ({ name, title: `The same as ${attribute}`, kind: 'text' })),
];

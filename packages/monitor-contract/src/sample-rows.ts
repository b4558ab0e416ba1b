import { jobStates } from '@bigpanda/model';
import type { PageQuery, PageRow } from './page.ts';
import type { OwnTable } from './store.ts';

/** Text that does harm wherever it is not escaped. */
export const hostileText = '"><script>alert(1)</script>\' onclick=x ';

/** Jobs that every page must take: ordinary ones in each state, one without any attribute, one with hostile texts. */
const jobs: readonly PageRow[] = [
  ...jobStates.map((jobStatus, index): PageRow => ({
    PandaID: 4_000_000_000 + index,
    jobStatus,
    computingSite: 'SITE',
    computingElement: 'ce.example.org',
    cloud: 'US',
    batchID: `batch.${index}`,
    VO: 'vo',
    jobParameters: '--parameters="NAME=value|OTHER=12"',
    modificationTime: '2014-03-07 12:00:00',
  })),
  {},
  { PandaID: 1, jobStatus: hostileText, computingSite: hostileText, computingElement: hostileText, cloud: hostileText, batchID: hostileText, VO: hostileText, jobParameters: hostileText },
];

const tasks: readonly PageRow[] = [
  { jeditaskid: 7, taskname: 'task', status: 'running', username: 'user', vo: 'vo', modificationtime: '2014-03-07 12:00:00', progress: 40 },
  { jeditaskid: 8, taskname: hostileText, status: hostileText, username: hostileText, vo: hostileText, modificationtime: null, progress: null },
];

/** Rows that what a query gives must be taken for, whatever it asks. */
export function sampleRows(query: PageQuery, tables: readonly OwnTable[]): readonly PageRow[] {
  if (query.from === 'jobs') return jobs;
  if (query.from === 'tasks') return tasks;
  if (query.from === 'jobCounts') return [...jobs.map((job, index) => ({ ...pick(job, query.by), count: index + 1 })), { ...Object.fromEntries(query.by.map((name) => [name, hostileText])), count: 1 }];
  return ownRows(tables);
}

function pick(row: PageRow, names: readonly string[]): PageRow {
  return Object.fromEntries(names.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])));
}

/** Rows with the columns of every own table: filled, unset, hostile. What a statement calls by another name is unset. */
function ownRows(tables: readonly OwnTable[]): PageRow[] {
  const columns = tables.flatMap((table) => Object.entries(table.columns));
  const isNumber = (type: string): boolean => /^(bigint|integer|decimal)/.test(type);
  const isTime = (type: string): boolean => type.startsWith('datetime');
  return [
    Object.fromEntries(columns.map(([name, type]) => [name, isNumber(type) ? 12 : isTime(type) ? '2014-03-07 12:00:00' : 'text'])),
    Object.fromEntries(columns.map(([name]) => [name, null])),
    Object.fromEntries(columns.map(([name, type]) => [name, isNumber(type) ? 0 : isTime(type) ? '2014-03-07 12:00:00' : hostileText])),
  ];
}

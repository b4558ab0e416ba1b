import { sql, type RawBuilder } from 'kysely';
import { isUtcTime, type JobAttribute, type JobSelection } from '@bigpanda/model';
import { readSummedUntil } from '../jobs/job-days.ts';
import type { PandaDatabase } from '../panda-database.ts';
import { summedAttributes } from '../schema/job-day-table.ts';
import { allJobTables, type Tables } from '../schema/tables.ts';

/** A table whose rows, of a selection, are counted; the statement calls it `j`. */
export interface CountSource {
  readonly table: keyof Tables;
  readonly selection: JobSelection;
  /** How many jobs the rows of a group stand for. */
  readonly count: RawBuilder<number>;
}

/** What together holds each job of a selection once. */
export interface CountPlan {
  /** Jobs themselves. */
  readonly jobs: readonly CountSource[];
  /** Sums of jobs that ended on whole days; none where the selection or what is counted cannot be told by them. */
  readonly days: readonly CountSource[];
  /** What of the selection, for jobs that have ended, the days leave out. */
  readonly beside: readonly JobSelection[];
}

const summed: ReadonlySet<JobAttribute> = new Set(summedAttributes);
const dayMilliseconds = 86_400_000;

/** Where to count the jobs of a selection by some attributes. */
export async function planCount(database: PandaDatabase, selection: JobSelection, by: readonly JobAttribute[]): Promise<CountPlan> {
  const isSummed = [...by, ...selection.conditions.map(({ attribute }) => attribute)].every((attribute) => summed.has(attribute));
  const summedUntil = isSummed ? await readSummedUntil(database) : undefined;
  return divideSelection(selection, summedUntil);
}

/** The parts of a selection: whole days that are summed up, and what changed before and after them or has not ended. */
export function divideSelection(selection: JobSelection, summedUntil: string | undefined): CountPlan {
  const days = summedUntil === undefined ? undefined : wholeDays(selection, summedUntil);
  if (days === undefined) return { jobs: allJobTables.map((table) => countJobs(table, selection)), days: [], beside: [selection] };
  const { conditions, since, until } = selection;
  const { from, to } = days;
  const beside: JobSelection[] = [
    ...(since !== undefined && from !== undefined && since < from ? [{ conditions, since, until: from }] : []),
    ...(until === undefined || until > to ? [{ ...selection, since: to }] : []),
    ...(since === undefined && until === undefined ? [{ conditions: [...conditions, { attribute: 'modificationTime', patterns: [{ kind: 'unset' }] } as const] }] : []),
  ];
  return {
    jobs: [
      ...(['jobswaiting4', 'jobsdefined4', 'jobsactive4'] as const).map((table) => countJobs(table, selection)),
      ...beside.flatMap((part) => (['jobsarchived4', 'jobsarchived'] as const).map((table) => countJobs(table, part))),
    ],
    days: [{ table: 'panda_job_days', selection: { conditions, until: to, ...(from === undefined ? {} : { since: from }) }, count: sql<number>`sum(j.JOBCOUNT)` }],
    beside,
  };
}

function wholeDays({ since, until }: JobSelection, summedUntil: string): { readonly from: string | undefined; readonly to: string } | undefined {
  if ([since, until].some((time) => time !== undefined && !isUtcTime(time))) return undefined;
  const from = since === undefined ? undefined : roundToDay(since, Math.ceil);
  const to = until === undefined || until > summedUntil ? summedUntil : roundToDay(until, Math.floor);
  return from !== undefined && from >= to ? undefined : { from, to };
}

function roundToDay(time: string, round: (value: number) => number): string {
  return new Date(round(Date.parse(`${time.replace(' ', 'T')}Z`) / dayMilliseconds) * dayMilliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

function countJobs(table: keyof Tables, selection: JobSelection): CountSource {
  return { table, selection, count: sql<number>`count(*)` };
}

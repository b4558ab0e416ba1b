import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { isUtcTime, type JobAttribute, type JobSelection } from '@bigpanda/model';
import { readSummedUntil } from '../jobs/job-sums.ts';
import { spanOf, startOfSpan } from '../jobs/sum-span.ts';
import type { PandaDatabase } from '../panda-database.ts';
import { summedAttributes } from '../schema/job-sum-table.ts';
import { allJobTables, type Tables } from '../schema/tables.ts';
import { selectionCondition } from './selection-condition.ts';

/** A table whose rows, of a selection, are counted; the statement calls it `j`. */
export interface CountSource {
  readonly table: keyof Tables;
  readonly selection: JobSelection;
  /** Sums from this time on are not counted. All others are, so no index is to be looked up by it. */
  readonly summedUntil?: string;
  /** Most of its rows are of the selection's time: none is to be looked up by it. */
  readonly isScanned?: true;
  /** How many jobs the rows of a group stand for. */
  readonly count: RawBuilder<number>;
}

/** What together holds each job of a selection once. */
export interface CountPlan {
  /** Jobs themselves. */
  readonly jobs: readonly CountSource[];
  /** Sums of jobs that ended in whole stretches of time; none where the selection or what is counted cannot be told by them. */
  readonly sums: readonly CountSource[];
  /** What of the selection, for jobs that have ended, the sums leave out. */
  readonly beside: readonly JobSelection[];
}

/** The tables of jobs that have not ended. */
const unended: ReadonlySet<keyof Tables> = new Set(['jobswaiting4', 'jobsdefined4', 'jobsactive4']);

const summed: ReadonlySet<JobAttribute> = new Set(summedAttributes);

/** The condition of a source in SQL. */
export function sourceCondition({ table, selection, summedUntil, isScanned }: CountSource, traits: PandaDatabase['traits']): RawBuilder<SqlBool> {
  const condition = selectionCondition(selection, traits, { isUnended: unended.has(table), isScanned: isScanned === true });
  return summedUntil === undefined ? condition : sql<SqlBool>`${condition} and substr(j.MODIFICATIONTIME, 1, 19) < ${summedUntil}`;
}

/** The conditions of sources in SQL, in their order; those that are the same are made once. */
export function sourceConditions(sources: readonly CountSource[], traits: PandaDatabase['traits']): RawBuilder<SqlBool>[] {
  const made: { readonly source: CountSource; readonly condition: RawBuilder<SqlBool> }[] = [];
  return sources.map((source) => {
    const alike = made.find((other) => other.source.selection === source.selection && other.source.summedUntil === source.summedUntil && other.source.isScanned === source.isScanned && unended.has(other.source.table) === unended.has(source.table));
    if (alike !== undefined) return alike.condition;
    const condition = sourceCondition(source, traits);
    made.push({ source, condition });
    return condition;
  });
}

/** Where to count the jobs of a selection by some attributes. */
export async function planCount(database: PandaDatabase, selection: JobSelection, by: readonly JobAttribute[]): Promise<CountPlan> {
  const isSummed = [...by, ...selection.conditions.map(({ attribute }) => attribute)].every((attribute) => summed.has(attribute));
  const summedUntil = isSummed ? await readSummedUntil(database) : undefined;
  return divideSelection(selection, summedUntil);
}

/** The parts of a selection: whole stretches that are summed up, and what changed before and after them or has not ended. */
export function divideSelection(selection: JobSelection, summedUntil: string | undefined): CountPlan {
  const whole = summedUntil === undefined ? undefined : wholeSpans(selection, summedUntil);
  if (whole === undefined) return { jobs: allJobTables.map((table) => countJobs(table, selection)), sums: [], beside: [selection] };
  const { conditions, since, until } = selection;
  const { from, to } = whole;
  const beside: JobSelection[] = [
    ...(since !== undefined && from !== undefined && since < from ? [{ conditions, since, until: from }] : []),
    ...(until === undefined || until > to ? [{ ...selection, since: to }] : []),
    ...(since === undefined && until === undefined ? [{ conditions: [...conditions, { attribute: 'modificationTime', patterns: [{ kind: 'unset' }] } as const] }] : []),
  ];
  return {
    jobs: [
      // Where the time is longer than the sums' stretches, most jobs that have not ended changed in it.
      ...[...unended].map((table): CountSource => ({ ...countJobs(table, selection), isScanned: true })),
      ...beside.flatMap((part) => (['jobsarchived4', 'jobsarchived'] as const).map((table) => countJobs(table, part))),
    ],
    sums: [{ table: 'panda_job_sums', ...(from === undefined && to === summedUntil ? { selection: { conditions }, summedUntil } : { selection: { conditions, until: to, ...(from === undefined ? {} : { since: from }) } }), count: sql<number>`sum(j.JOBCOUNT)` }],
    beside,
  };
}

function wholeSpans({ since, until }: JobSelection, summedUntil: string): { readonly from: string | undefined; readonly to: string } | undefined {
  if ([since, until].some((time) => time !== undefined && !isUtcTime(time))) return undefined;
  const from = since === undefined ? undefined : startOfSpan(spanOf(since, Math.ceil));
  const to = until === undefined || until > summedUntil ? summedUntil : startOfSpan(spanOf(until));
  return from !== undefined && from >= to ? undefined : { from, to };
}

function countJobs(table: keyof Tables, selection: JobSelection): CountSource {
  return { table, selection, count: sql<number>`count(*)` };
}

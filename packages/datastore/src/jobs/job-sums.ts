import { sql, type Insertable, type Transaction } from 'kysely';
import { formatUtcTime, type JobAttributes } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { summedColumns, type JobSumRow } from '../schema/job-sum-table.ts';
import type { Tables } from '../schema/tables.ts';
import { tell } from '../told-statement.ts';
import { spanOf, startOfSpan } from './sum-span.ts';

/** A job is written at the latest so long after the time that it tells. */
const latenessMilliseconds = 3_600_000;

const rowsPerInsert = 200;

/** Answers that a page, which counts jobs in several ways at once, waits for. */
const underWay = new WeakMap<PandaDatabase['sql'], Promise<string | undefined>>();

const columnList = sql.raw(summedColumns.join(', '));

/** The tables of jobs that have ended. */
const endedTables = ['jobsarchived4', 'jobsarchived'] as const;

/**
 * Sums up the jobs that ended in stretches of time which are over, oldest first, at most so many stretches with jobs; each
 * in a transaction of its own, so that it can be broken off at any point and several servers may do it at once.
 * @returns how many stretches were summed up
 */
export async function sumUpEndedJobs(database: PandaDatabase, nowMilliseconds: number, { maxSpans }: { readonly maxSpans: number }): Promise<number> {
  const current = spanOf(formatUtcTime(nowMilliseconds - latenessMilliseconds));
  for (let count = 0; count < maxSpans; count += 1) {
    const done = await readSummedSpans(database);
    if (done === undefined || done >= current) return count;
    const span = Math.min(await findFirstSpan(database, done) ?? current, current);
    if (span === current) {
      await moveOn(database.sql, done, current);
      return count;
    }
    const cells = await readCells(database, span);
    await database.write(async (transaction) => { if (await moveOn(transaction, done, span + 1)) await insertCells(transaction, cells); });
  }
  return maxSpans;
}

/**
 * The time before which all jobs that ended are summed up; `undefined` when none is. Who asks while another's answer is under
 * way gets that one: a time that was right a moment ago still parts what the sums hold from the jobs after it.
 */
export function readSummedUntil({ sql }: Pick<PandaDatabase, 'sql'>): Promise<string | undefined> {
  const known = underWay.get(sql);
  if (known !== undefined) return known;
  const asked = readSummedSpans({ sql }).then((spans) => (spans === undefined || spans === 0 ? undefined : startOfSpan(spans))).finally(() => { underWay.delete(sql); });
  underWay.set(sql, asked);
  return asked;
}

/** Takes a job that has ended, and is about to change, out of the sums, when it is in them. */
export async function takeFromJobSums(transaction: Transaction<Tables>, job: JobAttributes): Promise<void> {
  const span = spanOf(String(job.modificationTime));
  if (Number.isNaN(span)) return;
  await tell(transaction, sql`insert into panda_job_sums (MODIFICATIONTIME, CELL, JOBCOUNT, ${columnList}) select ${startOfSpan(span)}, -PANDAID, -1, ${columnList} from jobsarchived4
    where PANDAID = ${Number(job.PandaID)} and exists (select 1 from panda_sequences where NAME = 'JOBSUMS' and VALUE > ${span})`);
}

/** Stretches since 1970 that are summed up; `undefined` where the table of sums is not there yet. */
async function readSummedSpans({ sql: database }: Pick<PandaDatabase, 'sql'>): Promise<number | undefined> {
  const row = await database.selectFrom('panda_sequences').select('VALUE').where('NAME', '=', 'JOBSUMS').executeTakeFirst();
  return row?.VALUE;
}

async function findFirstSpan({ sql: database }: PandaDatabase, from: number): Promise<number | undefined> {
  const times = await Promise.all(endedTables.map((table) => database.selectFrom(table).select('MODIFICATIONTIME').where('MODIFICATIONTIME', '>=', startOfSpan(from)).orderBy('MODIFICATIONTIME').limit(1).executeTakeFirst()));
  const spans = times.flatMap((row) => (row === undefined ? [] : [spanOf(String(row.MODIFICATIONTIME))]));
  return spans.length === 0 ? undefined : Math.min(...spans);
}

/** Whether nobody else has moved on meanwhile. */
async function moveOn(database: PandaDatabase['sql'], from: number, to: number): Promise<boolean> {
  const { numUpdatedRows } = await database.updateTable('panda_sequences').set({ VALUE: to }).where('NAME', '=', 'JOBSUMS').where('VALUE', '=', from).executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

async function readCells({ sql: database }: PandaDatabase, span: number): Promise<Insertable<JobSumRow>[]> {
  const parts = endedTables.map((table) => sql`select ${columnList} from ${sql.table(table)} where MODIFICATIONTIME >= ${startOfSpan(span)} and MODIFICATIONTIME < ${startOfSpan(span + 1)}`);
  const { rows } = await sql<Omit<JobSumRow, 'MODIFICATIONTIME' | 'CELL'>>`select ${columnList}, count(*) as JOBCOUNT from (${sql.join(parts, sql` union all `)}) ended group by ${columnList}`.execute(database);
  return rows.map((row, index) => ({ ...row, MODIFICATIONTIME: startOfSpan(span), CELL: index }));
}

async function insertCells(transaction: Transaction<Tables>, cells: readonly Insertable<JobSumRow>[]): Promise<void> {
  for (let start = 0; start < cells.length; start += rowsPerInsert) await tell(transaction, transaction.insertInto('panda_job_sums').values(cells.slice(start, start + rowsPerInsert)));
}

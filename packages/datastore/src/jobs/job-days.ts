import { sql, type Insertable, type Transaction } from 'kysely';
import { formatUtcTime, parseUtcTime, type JobAttributes } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { summedColumns, type JobDayRow } from '../schema/job-day-table.ts';
import type { Tables } from '../schema/tables.ts';
import { tell } from '../told-statement.ts';

const dayMilliseconds = 86_400_000;

/** A job is written at the latest so long after the time that it tells. */
const latenessMilliseconds = 3_600_000;

const rowsPerInsert = 200;

const columnList = sql.raw(summedColumns.join(', '));

/** The tables of jobs that have ended. */
const endedTables = ['jobsarchived4', 'jobsarchived'] as const;

/**
 * Sums up the jobs that ended on days which are over, oldest day first, at most so many days with jobs; each day in a
 * transaction of its own, so that it can be broken off at any point and several servers may do it at once.
 * @returns how many days were summed up
 */
export async function sumUpJobDays(database: PandaDatabase, nowMilliseconds: number, { maxDays }: { readonly maxDays: number }): Promise<number> {
  const today = Math.floor((nowMilliseconds - latenessMilliseconds) / dayMilliseconds);
  for (let count = 0; count < maxDays; count += 1) {
    const done = await readSummedDays(database);
    if (done === undefined || done >= today) return count;
    const day = Math.min(await findFirstDay(database, done) ?? today, today);
    if (day === today) {
      await moveOn(database.sql, done, today);
      return count;
    }
    const cells = await readCells(database, day);
    await database.write(async (transaction) => { if (await moveOn(transaction, done, day + 1)) await insertCells(transaction, cells); });
  }
  return maxDays;
}

/** The time before which all jobs that ended are summed up; `undefined` when none is. */
export async function readSummedUntil(database: Pick<PandaDatabase, 'sql'>): Promise<string | undefined> {
  const days = await readSummedDays(database);
  return days === undefined || days === 0 ? undefined : startOfDay(days);
}

/** Takes a job that has ended, and is about to change, out of the sums, when it is in them. */
export async function takeFromJobDays(transaction: Transaction<Tables>, job: JobAttributes): Promise<void> {
  const day = Math.floor(parseUtcTime(String(job.modificationTime)) / dayMilliseconds);
  if (Number.isNaN(day)) return;
  await tell(transaction, sql`insert into panda_job_days (MODIFICATIONTIME, CELL, JOBCOUNT, ${columnList}) select ${startOfDay(day)}, -PANDAID, -1, ${columnList} from jobsarchived4
    where PANDAID = ${Number(job.PandaID)} and exists (select 1 from panda_sequences where NAME = 'JOBDAYS' and VALUE > ${day})`);
}

/** Days since 1970 that are summed up; `undefined` where the table of sums is not there yet. */
async function readSummedDays({ sql: database }: Pick<PandaDatabase, 'sql'>): Promise<number | undefined> {
  const row = await database.selectFrom('panda_sequences').select('VALUE').where('NAME', '=', 'JOBDAYS').executeTakeFirst();
  return row?.VALUE;
}

async function findFirstDay({ sql: database }: PandaDatabase, from: number): Promise<number | undefined> {
  const times = await Promise.all(endedTables.map((table) => database.selectFrom(table).select('MODIFICATIONTIME').where('MODIFICATIONTIME', '>=', startOfDay(from)).orderBy('MODIFICATIONTIME').limit(1).executeTakeFirst()));
  const days = times.flatMap((row) => (row === undefined ? [] : [Math.floor(parseUtcTime(String(row.MODIFICATIONTIME)) / dayMilliseconds)]));
  return days.length === 0 ? undefined : Math.min(...days);
}

/** Whether nobody else has moved on meanwhile. */
async function moveOn(database: PandaDatabase['sql'], from: number, to: number): Promise<boolean> {
  const { numUpdatedRows } = await database.updateTable('panda_sequences').set({ VALUE: to }).where('NAME', '=', 'JOBDAYS').where('VALUE', '=', from).executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

async function readCells({ sql: database }: PandaDatabase, day: number): Promise<Insertable<JobDayRow>[]> {
  const parts = endedTables.map((table) => sql`select ${columnList} from ${sql.table(table)} where MODIFICATIONTIME >= ${startOfDay(day)} and MODIFICATIONTIME < ${startOfDay(day + 1)}`);
  const { rows } = await sql<Omit<JobDayRow, 'MODIFICATIONTIME' | 'CELL'>>`select ${columnList}, count(*) as JOBCOUNT from (${sql.join(parts, sql` union all `)}) ended group by ${columnList}`.execute(database);
  return rows.map((row, index) => ({ ...row, MODIFICATIONTIME: startOfDay(day), CELL: index }));
}

async function insertCells(transaction: Transaction<Tables>, cells: readonly Insertable<JobDayRow>[]): Promise<void> {
  for (let start = 0; start < cells.length; start += rowsPerInsert) await tell(transaction, transaction.insertInto('panda_job_days').values(cells.slice(start, start + rowsPerInsert)));
}

function startOfDay(day: number): string {
  return formatUtcTime(day * dayMilliseconds);
}

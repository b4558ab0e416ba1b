import type { Transaction } from 'kysely';
import { jobStates, type JobAttributes } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import type { StatusLogRow, Tables } from '../schema/tables.ts';
import { tell } from '../told-statement.ts';

/** One move of a job as the monitor shows it. */
export interface StatusChange {
  /** `YYYY-MM-DD HH:MM:SS` in UTC. */
  readonly time: string;
  readonly state: string;
  readonly host: string | undefined;
}

/** The row of the status log for a job that has just come to a state. */
export function statusLogRow(job: JobAttributes, state: string, time: string): StatusLogRow {
  return {
    PANDAID: Number(job.PandaID),
    MODIFICATIONTIME: time,
    JOBSTATUS: state,
    PRODSOURCELABEL: textOrNull(job.prodSourceLabel),
    CLOUD: textOrNull(job.cloud),
    COMPUTINGSITE: textOrNull(job.computingSite),
    MODIFICATIONHOST: textOrNull(job.modificationHost),
  };
}

/** Writes rows of the status log. */
export async function insertStatusLog(transaction: Transaction<Tables>, rows: readonly StatusLogRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += 500) {
    await tell(transaction, transaction.insertInto('jobs_statuslog').values(rows.slice(start, start + 500)));
  }
}

/** The moves of a job, oldest first. */
export async function readStatusHistory(database: PandaDatabase, pandaId: number): Promise<StatusChange[]> {
  const rows = await database.sql.selectFrom('jobs_statuslog').selectAll().where('PANDAID', '=', pandaId).orderBy('MODIFICATIONTIME').execute();
  return rows
    .map((row) => ({ time: row.MODIFICATIONTIME, state: row.JOBSTATUS, host: row.MODIFICATIONHOST ?? undefined }))
    .sort((left, right) => left.time.localeCompare(right.time) || rank(left.state) - rank(right.state));
}

function rank(state: string): number {
  return jobStates.findIndex((known) => known === state);
}

function textOrNull(value: string | number | undefined): string | null {
  return value === undefined ? null : String(value);
}

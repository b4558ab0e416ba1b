import type { Transaction } from 'kysely';
import { isFinalJobState, type JobAttributes, type JobState } from '@bigpanda/model';
import { attributesFromRow } from '../schema/row-mapping.ts';
import type { JobTable, Tables } from '../schema/tables.ts';

const tablesByState: Readonly<Partial<Record<JobState, JobTable>>> = {
  pending: 'jobswaiting4',
  waiting: 'jobswaiting4',
  defined: 'jobsdefined4',
  assigned: 'jobsdefined4',
};

/** Where most jobs that are asked for stand, first. */
const searchOrder: readonly JobTable[] = ['jobsactive4', 'jobsdefined4', 'jobswaiting4', 'jobsarchived4'];

/** A job and the table it was found in. */
export interface FoundJob {
  readonly table: JobTable;
  /** Without parameters and metadata. */
  readonly job: JobAttributes;
}

/** The table that jobs of a state stand in. Source: panda-server 2014-04; see the table of states in docs/jobs.md. */
export function tableOfState(state: JobState): JobTable {
  return isFinalJobState(state) ? 'jobsarchived4' : (tablesByState[state] ?? 'jobsactive4');
}

/** A job, locked until the transaction ends where the database locks rows. */
export async function lockJob(transaction: Transaction<Tables>, pandaId: number, locksRows: boolean): Promise<FoundJob | undefined> {
  for (const table of searchOrder) {
    const row = await transaction.selectFrom(table).selectAll().where('PANDAID', '=', pandaId).$if(locksRows, (query) => query.forUpdate()).executeTakeFirst();
    if (row !== undefined) return { table, job: attributesFromRow(row) };
  }
  return undefined;
}

import type { JobAttributes } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { jobTables } from '../schema/tables.ts';
import { filterCondition, type JobFilter } from './job-filter.ts';
import { readJobAttributes, readJobParameters } from './read-jobs.ts';

export interface ListOptions {
  readonly limit: number;
  /** Jobs to pass over; 0 when absent. */
  readonly offset?: number;
  /** Reads jobParameters too. */
  readonly withParameters?: boolean;
}

const idsPerQuery = 500;

/** Jobs that a filter wants, newest (highest PandaID) first, without files and metadata. Cost grows with offset plus limit. */
export async function listJobs(database: PandaDatabase, filter: JobFilter, options: ListOptions): Promise<JobAttributes[]> {
  const ids = await findIds(database, filter, options);
  const jobs: JobAttributes[] = [];
  for (let start = 0; start < ids.length; start += idsPerQuery) {
    const group = ids.slice(start, start + idsPerQuery);
    const parameters = options.withParameters === true ? await readJobParameters(database.sql, group) : new Map<number, string>();
    for (const job of await readJobAttributes(database.sql, group)) {
      const jobParameters = parameters.get(Number(job.PandaID));
      jobs.push(jobParameters === undefined ? job : { ...job, jobParameters });
    }
  }
  return jobs.sort((left, right) => Number(right.PandaID) - Number(left.PandaID));
}

async function findIds(database: PandaDatabase, filter: JobFilter, { limit, offset = 0 }: ListOptions): Promise<number[]> {
  const ids: number[] = [];
  for (const table of jobTables) {
    const rows = await database.sql
      .selectFrom(table)
      .select('PANDAID')
      .where((builder) => filterCondition(builder, filter))
      .orderBy('PANDAID', 'desc')
      .limit(offset + limit)
      .execute();
    ids.push(...rows.map((row) => Number(row.PANDAID)));
  }
  return ids.sort((left, right) => right - left).slice(offset, offset + limit);
}

import type { Kysely } from 'kysely';
import type { FileSpec, JobAttributes, JobSpec } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { attributesFromRow, fileFromRow } from '../schema/row-mapping.ts';
import { allJobTables, jobTables, type JobTable, type Tables } from '../schema/tables.ts';

const idsPerQuery = 500;

/** The jobs with these PandaIDs, whichever table they are in, with files, parameters and metadata; unknown ones are left out. */
export async function readJobs(database: Pick<PandaDatabase, 'sql'>, pandaIds: readonly number[], options: { readonly withArchive?: boolean } = {}): Promise<ReadonlyMap<number, JobSpec>> {
  const tables = options.withArchive === true ? allJobTables : jobTables;
  const jobs = new Map<number, JobSpec>();
  for (let start = 0; start < pandaIds.length; start += idsPerQuery) {
    for (const job of await readGroup(database.sql, pandaIds.slice(start, start + idsPerQuery), tables)) jobs.set(Number(job.attributes.PandaID), job);
  }
  return jobs;
}

/** The rows of jobs alone, without files, parameters and metadata, in no order. */
export async function readJobAttributes(sql: Kysely<Tables>, pandaIds: readonly number[], tables: readonly (JobTable | 'jobsarchived')[] = jobTables): Promise<JobAttributes[]> {
  const found: JobAttributes[] = [];
  for (const table of tables) {
    const rows = await sql.selectFrom(table).selectAll().where('PANDAID', 'in', pandaIds).execute();
    found.push(...rows.map(attributesFromRow));
  }
  return found;
}

/** The parameters of jobs, by PandaID. */
export async function readJobParameters(sql: Kysely<Tables>, pandaIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = await sql.selectFrom('jobparamstable').selectAll().where('PANDAID', 'in', pandaIds).execute();
  return new Map(rows.map((row) => [row.PANDAID, row.JOBPARAMETERS ?? '']));
}

async function readGroup(sql: Kysely<Tables>, pandaIds: readonly number[], tables: readonly (JobTable | 'jobsarchived')[]): Promise<JobSpec[]> {
  const attributes = await readJobAttributes(sql, pandaIds, tables);
  const parameters = await readJobParameters(sql, pandaIds);
  const metadata = await sql.selectFrom('metatable').selectAll().where('PANDAID', 'in', pandaIds).execute();
  const metadataById = new Map(metadata.map((row) => [row.PANDAID, row.METADATA ?? '']));
  const files = new Map([...(tables.includes('jobsarchived') ? await readFiles(sql, pandaIds, 'filestable_arch') : []), ...(await readFiles(sql, pandaIds))]);
  return attributes.map((job) => {
    const id = Number(job.PandaID);
    const jobParameters = parameters.get(id);
    const jobMetadata = metadataById.get(id);
    return {
      attributes: { ...job, ...(jobParameters === undefined ? {} : { jobParameters }), ...(jobMetadata === undefined ? {} : { metadata: jobMetadata }) },
      files: files.get(id) ?? [],
    };
  });
}

/** The files of jobs, by PandaID, in the order they were given. */
export async function readFiles(sql: Kysely<Tables>, pandaIds: readonly number[], table: 'filestable4' | 'filestable_arch' = 'filestable4'): Promise<ReadonlyMap<number, readonly FileSpec[]>> {
  const rows = await sql.selectFrom(table).selectAll().where('PANDAID', 'in', pandaIds).orderBy('ROW_ID').execute();
  return Map.groupBy(rows.map(fileFromRow), (file) => Number(file.PandaID));
}

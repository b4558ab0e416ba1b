import type { JobAttributes } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { attributesFromRow } from '../schema/row-mapping.ts';
import { jobTables } from '../schema/tables.ts';

/** Jobs of a submitter whose state has changed since the submitter's own database was told, from all tables, at most `limit`. */
export async function findChangedJobs(database: PandaDatabase, { lockedby, prodSourceLabels }: { readonly lockedby: string; readonly prodSourceLabels: readonly string[] }, limit: number): Promise<JobAttributes[]> {
  const jobs: JobAttributes[] = [];
  for (const table of jobTables) {
    const rows = await database.sql
      .selectFrom(table).selectAll()
      .where('LOCKEDBY', '=', lockedby).where('PRODSOURCELABEL', 'in', prodSourceLabels)
      .where((builder) => builder.or([builder('PRODDBUPDATETIME', 'is', null), builder('STATECHANGETIME', '>', builder.ref('PRODDBUPDATETIME'))]))
      .orderBy('PANDAID').limit(limit - jobs.length).execute();
    jobs.push(...rows.map(attributesFromRow));
    if (jobs.length >= limit) break;
  }
  return jobs;
}

/** Notes that the submitter's database was told of a job's state, unless that has changed since. @returns whether it was so still */
export async function noteSubmitterTold(database: PandaDatabase, { pandaId, state, stateChangeTime }: { readonly pandaId: number; readonly state: string; readonly stateChangeTime: string }): Promise<boolean> {
  return database.write(async (transaction) => {
    for (const table of jobTables) {
      const { numUpdatedRows } = await transaction.updateTable(table).set({ PRODDBUPDATETIME: stateChangeTime }).where('PANDAID', '=', pandaId).where('JOBSTATUS', '=', state).where('STATECHANGETIME', '=', stateChangeTime).executeTakeFirstOrThrow();
      if (numUpdatedRows > 0n) return true;
    }
    return false;
  });
}

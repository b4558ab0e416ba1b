import type { Transaction } from 'kysely';
import type { PandaDatabase } from '../panda-database.ts';
import type { Tables } from '../schema/tables.ts';

/** Worker nodes of a site that asked for jobs, and that reported on them, in the last hours. */
export interface PilotCount {
  readonly site: string;
  readonly getJob: number;
  readonly updateJob: number;
}

/** Jobs of a site by state that stand in `sitedata` beside the pilots. */
export interface SiteJobs {
  readonly site: string;
  readonly counts: Readonly<Partial<Record<SiteJobState, number>>>;
}

export type SiteJobState = 'defined' | 'assigned' | 'waiting' | 'activated' | 'holding' | 'running' | 'transferring' | 'finished' | 'failed';

/** Flags of the rows that sum up what the servers have counted. Source: panda-server 2014-04, OraDBProxy.updateSiteData. */
const sums: readonly string[] = ['production', 'analysis'];

/** What one server writes. */
export interface PilotReport {
  /** Name of the server; each has a row of its own for each site. */
  readonly host: string;
  readonly hours: number;
  readonly pilots: readonly PilotCount[];
  readonly jobs: readonly SiteJobs[];
  readonly time: string;
  /** Rows that nobody has renewed since are taken away. */
  readonly oldest: string;
}

/**
 * Writes what a server has counted into `sitedata`: a row of its own for each site, and the row `production`, or
 * `analysis` where the site begins with `ANALY_`, with the average over the servers. Source: as above.
 */
export async function writePilotCounts(database: PandaDatabase, report: PilotReport): Promise<void> {
  const jobs = new Map(report.jobs.map(({ site, counts }) => [site, counts]));
  const pilots = new Map(report.pilots.map((count) => [count.site, count]));
  await database.write(async (transaction) => {
    await transaction.deleteFrom('sitedata').where('HOURS', '=', report.hours).where('LASTMOD', '<', report.oldest).execute();
    for (const site of new Set([...pilots.keys(), ...jobs.keys()].sort())) {
      const { getJob = 0, updateJob = 0 } = pilots.get(site) ?? {};
      await replace(transaction, { SITE: site, FLAG: report.host.slice(0, 20), GETJOB: getJob, UPDATEJOB: updateJob }, report);
      const rows = await transaction.selectFrom('sitedata').select(['GETJOB', 'UPDATEJOB']).where('SITE', '=', site).where('HOURS', '=', report.hours).where('FLAG', 'not in', [...sums, 'test']).execute();
      const mean = (column: 'GETJOB' | 'UPDATEJOB'): number => Math.ceil(rows.reduce((sum, row) => sum + row[column], 0) / Math.max(rows.length, 1));
      const states = Object.fromEntries(Object.entries(jobs.get(site) ?? {}).map(([state, count]) => [state.toUpperCase(), count]));
      await replace(transaction, { SITE: site, FLAG: site.startsWith('ANALY_') ? 'analysis' : 'production', GETJOB: mean('GETJOB'), UPDATEJOB: mean('UPDATEJOB'), ...states }, report);
    }
  });
}

interface CountRow {
  readonly SITE: string;
  readonly FLAG: string;
  readonly GETJOB: number;
  readonly UPDATEJOB: number;
}

async function replace(transaction: Transaction<Tables>, row: CountRow, { hours, time }: PilotReport): Promise<void> {
  await transaction.deleteFrom('sitedata').where('SITE', '=', row.SITE).where('FLAG', '=', row.FLAG).where('HOURS', '=', hours).execute();
  await transaction.insertInto('sitedata').values({ ...row, HOURS: hours, LASTMOD: time }).execute();
}

/** How many worker nodes of each site have called, as the sums of `sitedata` tell. */
export async function listPilotCounts(database: PandaDatabase, hours: number): Promise<PilotCount[]> {
  const rows = await database.sql.selectFrom('sitedata').select(['SITE', 'FLAG', 'GETJOB', 'UPDATEJOB']).where('HOURS', '=', hours).where('FLAG', 'in', sums).orderBy('SITE').execute();
  return rows.map((row) => ({ site: row.SITE, getJob: row.GETJOB, updateJob: row.UPDATEJOB }));
}

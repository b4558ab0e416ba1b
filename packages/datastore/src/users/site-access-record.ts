import type { PandaDatabase } from '../panda-database.ts';
import { advance } from '../sequence.ts';

/** What a user may do at a site, or has asked for. */
export interface SiteAccess {
  readonly user: string;
  readonly site: string;
  /** `requested`, `tobeapproved`, `approved`, `toberejected`, `rejected`. */
  readonly status: string | null;
  readonly poffset: number;
  readonly rights: string | null;
  readonly workingGroups: string | null;
  readonly created: string | null;
}

/** Which rows are meant: those of a site, of a user, or the one of both. */
export interface SiteAccessKey {
  readonly user?: string;
  readonly site?: string;
}

/** Asks for access to a site. @returns the status of what was asked for before; `undefined` when this is the first time */
export async function requestSiteAccess(database: PandaDatabase, { user, site }: { readonly user: string; readonly site: string }, time: string): Promise<string | undefined> {
  return database.write(async (transaction) => {
    const ID = await advance(transaction, 'SITEACCESSID', 1);
    const found = await transaction.selectFrom('siteaccess').select('STATUS').where('DN', '=', user).where('PANDASITE', '=', site).executeTakeFirst();
    if (found !== undefined) return found.STATUS ?? '';
    await transaction.insertInto('siteaccess').values({ ID, DN: user, PANDASITE: site, STATUS: 'requested', CREATED: time }).execute();
    return undefined;
  });
}

/** Who may do what where, by site, or by user when the site is given. */
export async function listSiteAccess(database: PandaDatabase, { user, site }: SiteAccessKey): Promise<SiteAccess[]> {
  const rows = await database.sql
    .selectFrom('siteaccess').selectAll()
    .$if(user !== undefined, (query) => query.where('DN', '=', user ?? ''))
    .$if(site !== undefined, (query) => query.where('PANDASITE', '=', site ?? ''))
    .orderBy('PANDASITE').orderBy('DN').execute();
  return rows.map((row) => ({ user: row.DN ?? '', site: row.PANDASITE ?? '', status: row.STATUS, poffset: row.POFFSET, rights: row.RIGHTS, workingGroups: row.WORKINGGROUPS, created: row.CREATED }));
}

/** Changes what a user may do at a site, or takes it away when no changes are given. */
export async function changeSiteAccess(database: PandaDatabase, { user, site }: Required<SiteAccessKey>, changes: { readonly STATUS?: string; readonly POFFSET?: number; readonly RIGHTS?: string; readonly WORKINGGROUPS?: string } | undefined): Promise<void> {
  await database.write(async (transaction) => {
    if (changes === undefined) await transaction.deleteFrom('siteaccess').where('DN', '=', user).where('PANDASITE', '=', site).execute();
    else await transaction.updateTable('siteaccess').set(changes).where('DN', '=', user).where('PANDASITE', '=', site).execute();
  });
}

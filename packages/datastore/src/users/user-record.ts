import type { Transaction } from 'kysely';
import type { PandaDatabase } from '../panda-database.ts';
import type { Tables } from '../schema/tables.ts';
import { advance } from '../sequence.ts';

/** A user as `users` keeps it. */
export interface UserRecord {
  readonly id: number;
  readonly name: string;
  readonly dn: string | undefined;
  /** `disabled` or `banned` for one that may do nothing. */
  readonly status: string | undefined;
  /** The greatest number of a job definition or jobset that the user has been given. */
  readonly counter: number;
  /** Letters of what the user may have: `k` pairs of keys, `p` proxies and tokens, `t` keys of tokens. */
  readonly gridPreferences: string;
}

/** Who asks. */
export interface UserIdentity {
  readonly name: string;
  readonly dn: string | undefined;
  readonly vo: string | undefined;
}

/** The user of this name; `undefined` when there is none yet. */
export async function findUser(database: PandaDatabase, name: string): Promise<UserRecord | undefined> {
  const row = await database.sql.selectFrom('users').select(['ID', 'NAME', 'DN', 'STATUS', 'JOBID', 'GRIDPREF']).where('NAME', '=', name).orderBy('ID').executeTakeFirst();
  return row === undefined ? undefined : { id: row.ID, name: row.NAME, dn: row.DN ?? undefined, status: row.STATUS ?? undefined, counter: row.JOBID, gridPreferences: row.GRIDPREF ?? '' };
}

/** Names of users that may do nothing. */
export async function listBannedUsers(database: PandaDatabase): Promise<string[]> {
  const rows = await database.sql.selectFrom('users').select('NAME').where('STATUS', 'in', ['disabled', 'banned']).orderBy('NAME').execute();
  return rows.map((row) => row.NAME);
}

/** Sets what keeps a user out, `disabled` or `banned`, or with `undefined` lets them in; makes a user who was never here, that they be kept out when they come. */
export async function setUserStatus(database: PandaDatabase, { name, status }: { readonly name: string; readonly status: string | undefined }, time: string): Promise<void> {
  await database.write(async (transaction) => {
    const { id } = await lockUser(transaction, database.traits.skipsLockedRows, { user: { name, dn: undefined, vo: undefined }, time });
    await transaction.updateTable('users').set({ STATUS: status ?? null, LASTMOD: time }).where('ID', '=', id).execute();
  });
}

/**
 * Lets a pure function choose a user's next numbers by the counter, and keeps the counter it gives; makes the user when
 * there is none yet. Two that ask at once get different numbers.
 */
export async function advanceUser<Numbers extends { readonly counter: number }>(database: PandaDatabase, { user, time }: { readonly user: UserIdentity; readonly time: string }, choose: (counter: number) => Numbers): Promise<Numbers> {
  return database.write(async (transaction) => {
    const { id, counter } = await lockUser(transaction, database.traits.skipsLockedRows, { user, time });
    const numbers = choose(counter);
    await transaction.updateTable('users').set({ JOBID: numbers.counter, LATESTJOB: time, LASTMOD: time }).where('ID', '=', id).execute();
    return numbers;
  });
}

async function lockUser(transaction: Transaction<Tables>, locksRows: boolean, { user, time }: { readonly user: UserIdentity; readonly time: string }): Promise<{ readonly id: number; readonly counter: number }> {
  const find = (): Promise<{ ID: number; JOBID: number } | undefined> =>
    transaction.selectFrom('users').select(['ID', 'JOBID']).where('NAME', '=', user.name).orderBy('ID').limit(1).$if(locksRows, (query) => query.forUpdate()).executeTakeFirst();
  const found = await find();
  if (found !== undefined) return { id: found.ID, counter: found.JOBID };
  const id = await advance(transaction, 'USERID', 1);
  const appeared = await find();
  if (appeared !== undefined) return { id: appeared.ID, counter: appeared.JOBID };
  await transaction.insertInto('users').values({ ID: id, NAME: user.name, DN: user.dn?.slice(0, 150) ?? null, VO: user.vo?.slice(0, 20) ?? null, LASTMOD: time, FIRSTJOB: time, LATESTJOB: time }).execute();
  return { id, counter: 0 };
}

import type { PandaDatabase } from '../panda-database.ts';
import { advance } from '../sequence.ts';

/** Where the proxy of a user lies: a name of it in a MyProxy server. */
export interface ProxyKey {
  readonly credname: string;
  readonly origin: string;
  readonly myproxy: string;
  readonly expires: string;
}

/** Keeps where the proxy of a user lies. @returns false for what is longer than its column */
export async function insertProxyKey(database: PandaDatabase, { dn, credname, origin, myproxy }: Omit<ProxyKey, 'expires'> & { readonly dn: string }, time: string): Promise<boolean> {
  if (dn.length > 100 || credname.length > 40 || origin.length > 80 || myproxy.length > 80) return false;
  await database.write(async (transaction) => {
    const ID = await advance(transaction, 'PROXYKEYID', 1);
    await transaction.insertInto('proxykey').values({ ID, DN: dn, CREDNAME: credname, ORIGIN: origin, MYPROXY: myproxy, CREATED: time }).execute();
  });
  return true;
}

/** Where the proxy of a user lies, as told last; `undefined` when nothing was told. */
export async function findProxyKey(database: PandaDatabase, dn: string): Promise<ProxyKey | undefined> {
  const row = await database.sql.selectFrom('proxykey').selectAll().where('DN', '=', dn).orderBy('EXPIRES', 'desc').orderBy('ID', 'desc').limit(1).executeTakeFirst();
  return row === undefined ? undefined : { credname: row.CREDNAME, origin: row.ORIGIN, myproxy: row.MYPROXY, expires: row.EXPIRES };
}

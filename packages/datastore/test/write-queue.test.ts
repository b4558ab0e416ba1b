import { describe, expect, it } from 'vitest';
import { sqliteDialect } from '../src/dialect/sqlite/dialect.ts';
import { insertJobs, openDatabase, type PandaDatabase } from '../src/index.ts';
import { makeSqliteFile } from '../src/testing/index.ts';
import { tell } from '../src/told-statement.ts';
import { makeJob, open, temporaryPath } from './databases.ts';

const row = (pandaId: number): { PANDAID: number; MODIFICATIONTIME: string; METADATA: string } => ({ PANDAID: pandaId, MODIFICATIONTIME: '2014-03-07 12:00:00', METADATA: 'x' });
const kept = async (database: PandaDatabase): Promise<number[]> => (await database.sql.selectFrom('metatable').select('PANDAID').orderBy('PANDAID').execute()).map(({ PANDAID }) => PANDAID);
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

async function newDatabase(): Promise<PandaDatabase> {
  return open({ dialect: sqliteDialect }, await makeSqliteFile(temporaryPath()));
}

describe('transactions of SQLite at once', () => {
  it('are all kept', async () => {
    const database = await newDatabase();
    await Promise.all(numbers(200).map((id) => database.write(async (transaction) => { await tell(transaction, transaction.insertInto('metatable').values(row(id))); })));
    expect(await kept(database)).toEqual(numbers(200));
  });

  it('fail alone: by a change that is only told, by one that is waited for, or by what they do themselves', async () => {
    const database = await newDatabase();
    await database.sql.insertInto('metatable').values(row(1_000)).execute();
    const results = await Promise.allSettled(numbers(120).map((id) => database.write(async (transaction) => {
      await tell(transaction, transaction.insertInto('metatable').values(row(id)));
      if (id % 4 === 1) await tell(transaction, transaction.insertInto('metatable').values(row(1_000)));
      if (id % 4 === 2) await transaction.insertInto('metatable').values(row(1_000)).execute();
      if (id % 4 === 3) throw new Error('thought better of it');
      return id;
    })));
    expect(results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))).toEqual(numbers(120).filter((id) => id % 4 === 0));
    expect(await kept(database)).toEqual([...numbers(120).filter((id) => id % 4 === 0), 1_000]);
  });

  it('see what they told themselves', async () => {
    const database = await newDatabase();
    const seen = await database.write(async (transaction) => {
      await tell(transaction, transaction.insertInto('metatable').values(row(1)));
      return transaction.selectFrom('metatable').select('PANDAID').execute();
    });
    expect(seen).toEqual([{ PANDAID: 1 }]);
  });

  it('let readers go on meanwhile', async () => {
    const database = await newDatabase();
    await insertJobs(database, [{ job: makeJob(), states: ['activated'] }], { time: '2014-03-07 12:00:00' });
    await database.write(async (transaction) => {
      await transaction.deleteFrom('jobsactive4').execute();
      expect(await database.sql.selectFrom('jobsactive4').select('PANDAID').execute()).toEqual([{ PANDAID: 1 }]);
    });
  });

  it('wait for another process that holds the file', async () => {
    const settings = await makeSqliteFile(temporaryPath());
    const [one, other] = await Promise.all([openDatabase(sqliteDialect, settings, 0), openDatabase(sqliteDialect, settings, 0)]);
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => { letGo = resolve; });
    const holding = one.write(async (transaction) => {
      await transaction.insertInto('metatable').values(row(1)).execute();
      await held;
    });
    const waiting = Promise.all(numbers(5).map((id) => other.write(async (transaction) => { await transaction.insertInto('metatable').values(row(id + 1)).execute(); })));
    letGo();
    await Promise.all([holding, waiting]);
    expect(await kept(other)).toEqual(numbers(6));
    await Promise.all([one.close(), other.close()]);
  });
});

import { describe, expect, it, onTestFinished } from 'vitest';
import { openOwnStore, type DatabaseSettings, type OwnStore, type StoreDefinition } from '../src/index.ts';
import { databaseKinds, type DatabaseKind } from './databases.ts';

const definition = (columns: Readonly<Record<string, 'bigint not null' | 'varchar(20)'>>): StoreDefinition['tables'] => [{ name: 'things', columns, primaryKey: ['ID'], indexes: [['ID']] }];
const first = { tables: definition({ ID: 'bigint not null', NAME: 'varchar(20)' }), migrations: [{ name: '0001-first', tables: ['things'] }] };
const second = { tables: definition({ ID: 'bigint not null', NAME: 'varchar(20)', HOST: 'varchar(20)' }), migrations: [...first.migrations, { name: '0002-host', tables: ['things'] }] };

async function open(kind: DatabaseKind, settings: DatabaseSettings, store: StoreDefinition): Promise<OwnStore> {
  const opened = await openOwnStore(kind.dialect, settings, { ...store, nowMilliseconds: 0 });
  onTestFinished(() => opened.close());
  return opened;
}

describe.each(databaseKinds().map((kind): [string, DatabaseKind] => [kind.dialect.name, kind]))('openOwnStore on %s', (_, kind) => {
  it('merges rows by primary key, or replaces all', async () => {
    const store = await open(kind, await kind.newSettings(), first);
    await store.write('things', [{ ID: 1, NAME: 'a' }, { ID: 2, NAME: 'b' }], 'merge');
    await store.write('things', [{ ID: 2, NAME: 'c' }, { ID: 2, NAME: "'; drop table t; --" }], 'merge');
    expect(await store.select('select NAME as name from things where ID >= ? order by ID', [1])).toEqual([{ name: 'a' }, { name: "'; drop table t; --" }]);
    await store.write('things', [{ ID: 9 }, { ID: 10, NAME: 'a text that is longer than its column' }], 'replace');
    expect(await store.select("select ID, NAME, '?' as mark from things order by ID", [])).toEqual([{ ID: 9, NAME: null, mark: '?' }, { ID: 10, NAME: 'a text that is longe', mark: '?' }]);
  });

  it('takes away rows whose time is before another', async () => {
    const tables: StoreDefinition['tables'] = [{ name: 'things', columns: { ID: 'bigint not null', SEEN: 'datetime not null' }, primaryKey: ['ID'], indexes: [] }];
    const store = await open(kind, await kind.newSettings(), { ...first, tables });
    await store.write('things', [{ ID: 1, SEEN: '2014-03-06 23:59:59' }, { ID: 2, SEEN: '2014-03-07 00:00:00' }], 'merge');
    await store.removeOlder('things', 'SEEN', '2014-03-07 00:00:00');
    expect(await store.select('select ID from things', [])).toEqual([{ ID: 2 }]);
  });

  it('widens tables by the next migration and keeps what is there', async () => {
    const settings = await kind.newSettings();
    const old = await open(kind, settings, first);
    await old.write('things', [{ ID: 1, NAME: 'a' }], 'merge');
    const store = await open(kind, settings, second);
    expect(await store.select('select * from things', [])).toEqual([{ ID: 1, NAME: 'a', HOST: null }]);
  });

  it('refuses a statement with more or fewer places than values, and a table that is not its own', async () => {
    const store = await open(kind, await kind.newSettings(), first);
    await expect(store.select('select ? as a', [])).rejects.toMatchObject({ code: 'STORE_UNUSABLE', message: 'read store: the statement has 1 places for 0 values' });
    await expect(store.write('other', [], 'merge')).rejects.toMatchObject({ code: 'STORE_UNUSABLE' });
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sqliteDialect } from '../src/dialect/sqlite/dialect.ts';
import { openOwnStore, type OwnStore, type StoreDefinition } from '../src/index.ts';

const definition = (columns: Readonly<Record<string, 'bigint not null' | 'varchar(20)'>>): StoreDefinition['tables'] => [{ name: 'things', columns, primaryKey: ['ID'], indexes: [['ID']] }];
const first = { tables: definition({ ID: 'bigint not null', NAME: 'varchar(20)' }), migrations: [{ name: '0001-first', tables: ['things'] }] };
const second = { tables: definition({ ID: 'bigint not null', NAME: 'varchar(20)', HOST: 'varchar(20)' }), migrations: [...first.migrations, { name: '0002-host', tables: ['things'] }] };

async function open(path: string, store: StoreDefinition): Promise<OwnStore> {
  const opened = await openOwnStore(sqliteDialect, { path }, { ...store, nowMilliseconds: 0 });
  onTestFinished(() => opened.close());
  return opened;
}

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bigpanda-store-'));
  onTestFinished(() => { rmSync(folder, { recursive: true }); });
  return join(folder, 'vo.db');
}

describe('openOwnStore', () => {
  it('merges rows by primary key, or replaces all', async () => {
    const store = await open(newPath(), first);
    await store.write('things', [{ ID: 1, NAME: 'a' }, { ID: 2, NAME: 'b' }], 'merge');
    await store.write('things', [{ ID: 2, NAME: 'c' }, { ID: 2, NAME: "'; drop table things; --" }], 'merge');
    expect(await store.select('select NAME as name from things where ID >= ? order by ID', [1])).toEqual([{ name: 'a' }, { name: "'; drop table things; --" }]);
    await store.write('things', [{ ID: 9 }], 'replace');
    expect(await store.select("select ID, NAME, '?' as mark from things", [])).toEqual([{ ID: 9, NAME: null, mark: '?' }]);
  });

  it('takes away rows whose time is before another', async () => {
    const tables: StoreDefinition['tables'] = [{ name: 'things', columns: { ID: 'bigint not null', SEEN: 'datetime not null' }, primaryKey: ['ID'], indexes: [] }];
    const store = await open(newPath(), { ...first, tables });
    await store.write('things', [{ ID: 1, SEEN: '2014-03-06 23:59:59' }, { ID: 2, SEEN: '2014-03-07 00:00:00' }], 'merge');
    await store.removeOlder('things', 'SEEN', '2014-03-07 00:00:00');
    expect(await store.select('select ID from things', [])).toEqual([{ ID: 2 }]);
  });

  it('widens tables by the next migration and keeps what is there', async () => {
    const path = newPath();
    const old = await open(path, first);
    await old.write('things', [{ ID: 1, NAME: 'a' }], 'merge');
    const store = await open(path, second);
    expect(await store.select('select * from things', [])).toEqual([{ ID: 1, NAME: 'a', HOST: null }]);
  });

  it('refuses a statement with more or fewer places than values, and a table that is not its own', async () => {
    const store = await open(newPath(), first);
    await expect(store.select('select ? as a', [])).rejects.toMatchObject({ code: 'STORE_UNUSABLE', message: 'read store: the statement has 1 places for 0 values' });
    await expect(store.write('other', [], 'merge')).rejects.toMatchObject({ code: 'STORE_UNUSABLE' });
  });
});

import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type Dialect } from 'kysely';
import type { DatabaseDialect } from '../database-dialect.ts';
import { ImmediateDriver } from './driver.ts';
import { openFile, openFileReadOnly } from './file.ts';

/** SQLite in a file, by Node's own `node:sqlite`. */
export const sqliteDialect: DatabaseDialect = {
  name: 'sqlite',
  capabilities: { skipsLockedRows: false },
  connect: (settings) => makeDialect(new ImmediateDriver(openFile(settings.path))),
  connectReadOnly: (settings) => makeDialect(new ImmediateDriver(openFileReadOnly(settings.path))),
};

function makeDialect(driver: ImmediateDriver): Dialect {
  return {
    createDriver: () => driver,
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

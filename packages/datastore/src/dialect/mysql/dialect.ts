import { MysqlAdapter, MysqlIntrospector, MysqlQueryCompiler, type Dialect } from 'kysely';
import type { DatabaseDialect } from '../database-dialect.ts';
import { defaultPort } from './connection.ts';
import { makeDriver, type DriverSettings } from './driver.ts';
import { classifyFault } from './faults.ts';

/**
 * MariaDB from 10.6 or MySQL from 8.0.1, which skip locked rows. Texts compare as bytes, as on every other database;
 * only tables that a site made before keep their own way.
 */
export const mysqlDialect: DatabaseDialect = {
  name: 'mysql',
  traits: {
    skipsLockedRows: true,
    textType: 'mediumtext',
    longestVarchar: 300,
    tableOptions: 'engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin',
    padsTexts: true,
    unindexed: '',
    wildcard: { name: 'like', anyText: '%', literals: { '!': '!!', '%': '!%', _: '!_' }, suffix: "escape '!'" },
    classifyFault,
  },
  accessHint: 'Check that the database server runs, that it has a database of this name, and that user and password are right.',
  describe: ({ socket, host = '127.0.0.1', port = defaultPort, name = 'panda', user = 'panda' }) => `"${name}" of ${socket ?? `${host}:${port}`} as user "${user}"`,
  schemaOf: ({ name = 'panda' }) => name,
  identify: () => 'the same: a server stays what it is',
  connect: (database) => makeDialect({ database, readOnly: false }),
  connectReadOnly: (database) => makeDialect({ database, readOnly: true }),
};

function makeDialect(settings: DriverSettings): Dialect {
  return {
    createDriver: () => makeDriver(settings),
    createAdapter: () => new MysqlAdapter(),
    createIntrospector: (database) => new MysqlIntrospector(database),
    createQueryCompiler: () => new MysqlQueryCompiler(),
  };
}

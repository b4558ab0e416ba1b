import { statSync } from 'node:fs';
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type Dialect } from 'kysely';
import { PandaError } from '@bigpanda/model';
import type { DatabaseDialect, DatabaseSettings } from '../database-dialect.ts';
import { SqliteDriver, type DriverSettings } from './driver.ts';
import { classifyFault } from './faults.ts';

/** SQLite in a file, by Node's own `node:sqlite`, with a write-ahead log so that readers and the writer do not block each other. */
export const sqliteDialect: DatabaseDialect = {
  name: 'sqlite',
  traits: {
    skipsLockedRows: false,
    textType: 'text',
    longestVarchar: Infinity,
    tableOptions: '',
    padsTexts: false,
    unindexed: '+',
    wildcard: { name: 'glob', anyText: '*', literals: { '*': '[*]', '?': '[?]', '[': '[[]' }, suffix: '' },
    classifyFault,
  },
  accessHint: 'Check that the folder is there, that the user that runs this program can write in it (SQLite keeps its lock there), and that the file is a database of panda-server.',
  describe: (settings) => `"${pathOf(settings)}"`,
  schemaOf: () => 'main',
  identify: (settings) => findFile(pathOf(settings)),
  connect: (settings) => makeDialect({ path: pathOf(settings), readOnly: false }),
  connectReadOnly: (settings) => {
    const path = pathOf(settings);
    findFile(path);
    return makeDialect({ path, readOnly: true });
  },
};

/** Kysely lets those of a plain SQLite take turns; here the queue of writers does, which lets them share a write to the disk, and readers need none. */
class ThreadedSqliteAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

function makeDialect(settings: DriverSettings): Dialect {
  return {
    createDriver: () => new SqliteDriver(settings),
    createAdapter: () => new ThreadedSqliteAdapter(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/** The device and number of a file. */
function findFile(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new PandaError('DATABASE_MISSING', `open database: "${path}" does not exist`, { hint: 'Start panda-server, which makes it.' });
  return `${found.dev}:${found.ino}`;
}

function pathOf({ path }: DatabaseSettings): string {
  if (path === undefined) throw new PandaError('DATABASE_UNUSABLE', 'open database: no path is given', { exitStatus: 2, hint: 'Set database.path in the configuration.' });
  return path;
}

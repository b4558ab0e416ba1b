import type { CompiledQuery, DatabaseConnection, Dialect, Driver } from 'kysely';
import type { DatabaseDialect } from '@bigpanda/datastore';

/** One thing that a connection was told, in the order it was told. */
export type RecordedStep = { readonly kind: 'begin' | 'commit' } | { readonly kind: 'query'; readonly text: string; readonly values: readonly unknown[]; readonly isToldOnly: boolean; /** Those that were under way at the same time have the same number. */ readonly group: number };

/** Statements under way. */
interface UnderWay {
  count: number;
  group: number;
}

/** A dialect that notes what its connections are told, and the notes. */
export function recordSteps(dialect: DatabaseDialect): { readonly dialect: DatabaseDialect; readonly steps: RecordedStep[] } {
  const steps: RecordedStep[] = [];
  const under: UnderWay = { count: 0, group: 0 };
  const record = (connected: Dialect): Dialect => ({
    createDriver: () => recordDriver(connected.createDriver(), steps, under),
    createAdapter: () => connected.createAdapter(),
    createIntrospector: (database) => connected.createIntrospector(database),
    createQueryCompiler: () => connected.createQueryCompiler(),
  });
  return { steps, dialect: { ...dialect, connect: (settings) => record(dialect.connect(settings)), connectReadOnly: (settings) => record(dialect.connectReadOnly(settings)) } };
}

function recordDriver(driver: Driver, steps: RecordedStep[], under: UnderWay): Driver {
  const acquire = driver.acquireConnection.bind(driver);
  const begin = driver.beginTransaction.bind(driver);
  const commit = driver.commitTransaction.bind(driver);
  return Object.assign(driver, {
    acquireConnection: async (...options: Parameters<Driver['acquireConnection']>) => recordConnection(await acquire(...options), steps, under),
    beginTransaction: (...given: Parameters<Driver['beginTransaction']>) => { steps.push({ kind: 'begin' }); return begin(...given); },
    commitTransaction: (...given: Parameters<Driver['commitTransaction']>) => { steps.push({ kind: 'commit' }); return commit(...given); },
  });
}

const recorded = new WeakSet<DatabaseConnection>();

/** A connection of a pool is handed out again and again, and recorded once. */
function recordConnection(connection: DatabaseConnection, steps: RecordedStep[], under: UnderWay): DatabaseConnection {
  if (recorded.has(connection)) return connection;
  recorded.add(connection);
  const execute = connection.executeQuery.bind(connection);
  return Object.assign(connection, {
    executeQuery: async (query: CompiledQuery) => {
      if (under.count === 0) under.group += 1;
      under.count += 1;
      if (/^\s*(select|insert|update|delete)\b/i.test(query.sql)) steps.push({ kind: 'query', text: query.sql, values: query.parameters, isToldOnly: 'isToldOnly' in query, group: under.group });
      try {
        return await execute(query);
      } finally {
        under.count -= 1;
      }
    },
  });
}

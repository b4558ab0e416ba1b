import type { DatabaseConnection, Dialect, Driver } from 'kysely';

/** How many connections of a database are at work, and how many pieces of work wait for one. */
export interface ConnectionUsage {
  readonly inUse: number;
  readonly waiting: number;
}

/** A dialect whose connections are counted as they are taken and given back. */
export function countConnections(dialect: Dialect): { readonly dialect: Dialect; readonly usage: ConnectionUsage } {
  const usage = { inUse: 0, waiting: 0 };
  const createDriver = (): Driver => countDriver(dialect.createDriver(), usage);
  return { usage, dialect: { createDriver, createAdapter: () => dialect.createAdapter(), createIntrospector: (sql) => dialect.createIntrospector(sql), createQueryCompiler: () => dialect.createQueryCompiler() } };
}

function countDriver(driver: Driver, usage: { inUse: number; waiting: number }): Driver {
  const acquire = driver.acquireConnection.bind(driver);
  const release = driver.releaseConnection.bind(driver);
  return Object.assign(driver, {
    acquireConnection: async (...options: Parameters<Driver['acquireConnection']>): Promise<DatabaseConnection> => {
      usage.waiting += 1;
      try {
        const connection = await acquire(...options);
        usage.inUse += 1;
        return connection;
      } finally {
        usage.waiting -= 1;
      }
    },
    releaseConnection: async (...given: Parameters<Driver['releaseConnection']>): Promise<void> => {
      usage.inUse -= 1;
      await release(...given);
    },
  });
}

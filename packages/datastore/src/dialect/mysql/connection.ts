import { createPool, type Pool, type PoolOptions } from 'mysql2';
import type { DatabaseSettings } from '../database-dialect.ts';

/** Default of a MySQL or MariaDB server. */
export const defaultPort = 3306;

/** How long to wait for a server that does not answer. */
const connectTimeoutMilliseconds = 10_000;

/** Connections to a database that are opened as they are needed. Times are texts as PanDA keeps them, in no time zone. */
export function makePool(settings: DatabaseSettings): Pool {
  const place: PoolOptions = settings.socket === undefined ? { host: settings.host ?? '127.0.0.1', port: settings.port ?? defaultPort } : { socketPath: settings.socket };
  return createPool({
    ...place,
    user: settings.user ?? 'panda',
    password: settings.password ?? '',
    database: settings.name ?? 'panda',
    connectionLimit: settings.connections ?? 10,
    connectTimeout: connectTimeoutMilliseconds,
    charset: 'utf8mb4',
    dateStrings: true,
    decimalNumbers: true,
    supportBigNumbers: true,
    timezone: 'Z',
  });
}

import { z } from 'zod';
import { pathSchema } from './configuration-values.ts';

const text = z.string('a text').min(1, 'a text');

/** Keys of the table `[database]` that say where it is: a file, or a database of a MySQL or MariaDB server. */
export const databaseShape = {
  path: pathSchema.default('/var/lib/panda/panda.db'),
  host: text.default('127.0.0.1'),
  port: z.int('a port').min(1, 'a port').max(65535, 'a port').default(3306),
  socket: pathSchema.optional(),
  name: text.default('panda'),
  user: text.default('panda'),
  password: z.string('a text').optional(),
  connections: z.int('a whole number').min(1, 'at least 1').max(1000, 'at most 1000').default(10),
};

/** What names a database, without what is not set. */
export interface DatabasePlaceSettings {
  readonly path: string;
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
  readonly connections: number;
  readonly socket?: string;
  readonly password?: string;
}

/** The table `[database]` as its schema gives it. */
type DatabaseTable = Omit<DatabasePlaceSettings, 'socket' | 'password'> & { readonly socket?: string | undefined; readonly password?: string | undefined };

/** The place that a table `[database]` names, as a dialect is told of it. */
export function placeOfDatabase({ path, host, port, name, user, connections, socket, password }: DatabaseTable): DatabasePlaceSettings {
  return { path, host, port, name, user, connections, ...(socket === undefined ? {} : { socket }), ...(password === undefined ? {} : { password }) };
}

import { z } from 'zod';
import type { DatabaseDialect } from '@bigpanda/datastore';
import { mysqlDialect } from '@bigpanda/datastore/dialect/mysql';
import { sqliteDialect } from '@bigpanda/datastore/dialect/sqlite';
import { databaseShape, listenAddressSchema, logSettingsSchema, metricsSettingsSchema, pathSchema } from '@bigpanda/program';
import { accessSchema, isPublic, readerIdentitySchema } from './access/access-settings.ts';
import { hostsSchema } from './request/host-rule.ts';
import { prefixSchema } from './route/prefix.ts';

/** The dialects this program's bundle holds. */
export const bundledDialects: readonly DatabaseDialect[] = [sqliteDialect, mysqlDialect];

/** The schema of `bigpandamon.toml`; `packaging/bigpandamon.toml` is its example. */
export const configurationSchema = z.strictObject({
  listen: listenAddressSchema.default({ host: '127.0.0.1', port: 8080 }),
  prefix: prefixSchema,
  hosts: hostsSchema,
  access: accessSchema,
  identity: readerIdentitySchema,
  database: z.strictObject({ dialect: z.enum(bundledDialects.map((dialect) => dialect.name), `one of ${bundledDialects.map((dialect) => `"${dialect.name}"`).join(', ')}`).default(sqliteDialect.name), ...databaseShape }).prefault({}),
  stores: z.strictObject({ folder: pathSchema.default('/var/lib/panda/vo') }).prefault({}),
  plugins: z.strictObject({ folder: pathSchema.optional() }).prefault({}),
  metrics: metricsSettingsSchema,
  log: logSettingsSchema,
}).refine(({ access, identity }) => isPublic(access) || identity.tokens.length > 0 || identity.proxy.addresses.length > 0, { path: ['access'], message: 'only "everyone", where nothing of [identity] says how readers are known' });

export type Configuration = z.output<typeof configurationSchema>;

import { z } from 'zod';
import type { DatabaseDialect } from '@bigpanda/datastore';
import { sqliteDialect } from '@bigpanda/datastore/dialect/sqlite';
import { listenAddressSchema, logSettingsSchema, metricsSettingsSchema, pathSchema } from '@bigpanda/program';

/** The dialects this program's bundle holds. */
export const bundledDialects: readonly DatabaseDialect[] = [sqliteDialect];

/** The schema of `bigpandamon.toml`; `packaging/bigpandamon.toml` is its example. */
export const configurationSchema = z.strictObject({
  listen: listenAddressSchema.default({ host: '127.0.0.1', port: 8080 }),
  database: z
    .strictObject({
      dialect: z.enum(bundledDialects.map((dialect) => dialect.name), `one of ${bundledDialects.map((dialect) => `"${dialect.name}"`).join(', ')}`).default(sqliteDialect.name),
      path: pathSchema.default('/var/lib/panda/panda.db'),
    })
    .prefault({}),
  stores: z.strictObject({ folder: pathSchema.default('/var/lib/panda/vo') }).prefault({}),
  plugins: z.strictObject({ folder: pathSchema.optional() }).prefault({}),
  metrics: metricsSettingsSchema,
  log: logSettingsSchema,
});

export type Configuration = z.output<typeof configurationSchema>;

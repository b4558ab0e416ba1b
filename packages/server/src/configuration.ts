import { z } from 'zod';
import { databaseShape, listenAddressSchema, logSettingsSchema, makeTlsSettingsSchema, metricsSettingsSchema, pathSchema } from '@bigpanda/program';
import { identitySchema } from './identity/identity-settings.ts';

const mebibyte = 1024 * 1024;
const sizeBytes = z.int('a whole number of bytes').min(1024, 'at least 1024 bytes').max(1024 * mebibyte, 'at most 1073741824 bytes');

/** The schema of `panda-server.toml`; `packaging/panda-server.toml` is its example. */
export const configurationSchema = z.strictObject({
  listen: listenAddressSchema.default({ host: '127.0.0.1', port: 25080 }),
  database: z
    .strictObject({
      dialect: z.string().regex(/^[a-z][a-z0-9-]*$/, 'the name of a dialect, such as "sqlite"').optional(),
      ...databaseShape,
    })
    .prefault({}),
  tls: makeTlsSettingsSchema({ host: '0.0.0.0', port: 25443 }),
  identity: identitySchema,
  cache: z
    .strictObject({
      folder: pathSchema.default('/var/lib/panda/cache'),
      transformations: pathSchema.default('/var/lib/panda/trf'),
      keep_days: z.int('a whole number of days').min(1, 'at least 1').default(30),
      max_sandbox_bytes: sizeBytes.default(100 * mebibyte),
      max_sources_bytes: sizeBytes.default(768 * mebibyte),
    })
    .prefault({}),
  credentials: z.strictObject({ folder: pathSchema.optional() }).prefault({}),
  watch: z.strictObject({ every_seconds: z.int('a whole number of seconds').min(1, 'at least 1').default(60), archive_after_days: z.int('a whole number of days').min(1, 'at least 1').default(3) }).prefault({}),
  sites: z.strictObject({ file: pathSchema.optional() }).prefault({}),
  limits: z.strictObject({ max_body_bytes: sizeBytes.default(64 * mebibyte), max_inflated_body_bytes: sizeBytes.default(128 * mebibyte), requests_per_minute: z.int('a whole number').min(1, 'at least 1').optional() }).prefault({}),
  metrics: metricsSettingsSchema,
  log: logSettingsSchema,
});

export type Configuration = z.output<typeof configurationSchema>;

import { z } from 'zod';
import { listenAddressSchema, logSettingsSchema, pathSchema } from '@bigpanda/program';

const mebibyte = 1024 * 1024;
const sizeBytes = z.int('a whole number of bytes').min(1024, 'at least 1024 bytes').max(1024 * mebibyte, 'at most 1073741824 bytes');

/** The schema of `panda-server.toml`; `packaging/panda-server.toml` is its example. */
export const configurationSchema = z.strictObject({
  listen: listenAddressSchema.default({ host: '127.0.0.1', port: 25080 }),
  database: z
    .strictObject({
      dialect: z.string().regex(/^[a-z][a-z0-9-]*$/, 'the name of a dialect, such as "sqlite"').optional(),
      path: pathSchema.default('/var/lib/panda/panda.db'),
    })
    .prefault({}),
  limits: z.strictObject({ max_body_bytes: sizeBytes.default(64 * mebibyte), max_inflated_body_bytes: sizeBytes.default(128 * mebibyte) }).prefault({}),
  log: logSettingsSchema,
});

export type Configuration = z.output<typeof configurationSchema>;

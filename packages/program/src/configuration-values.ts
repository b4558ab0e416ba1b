import { z } from 'zod';
import { addressesSchema } from './address-check.ts';

/** The path of a file or folder. */
export const pathSchema = z.string('a path').min(1, 'a path');

/** The table `[log]`: the lowest level that is written, and the file; without one the log goes to stdout. */
export const logSettingsSchema = z
  .strictObject({
    level: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'one of "debug", "info", "warn", "error", "silent"').default('info'),
    file: pathSchema.optional(),
  })
  .prefault({});

export type LogSettings = Readonly<z.output<typeof logSettingsSchema>>;

/** The table `[metrics]`: who may read `/metrics`; only this machine by default. */
export const metricsSettingsSchema = z.strictObject({ readers: addressesSchema.default(['127.0.0.0/8', '::1']) }).prefault({});

export type MetricsSettings = Readonly<z.output<typeof metricsSettingsSchema>>;

import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { sqliteDialect, type DatabaseDialect } from '@bigpanda/datastore';
import { checkConfiguration, listenAddressSchema, PandaError } from '@bigpanda/model';

/** The dialects this program's bundle holds. */
export const bundledDialects: readonly DatabaseDialect[] = [sqliteDialect];

/** The schema of `bigpandamon.toml`; `packaging/bigpandamon.toml` is its example. */
export const configurationSchema = z.strictObject({
  listen: listenAddressSchema.default({ host: '127.0.0.1', port: 8080 }),
  database: z
    .strictObject({
      dialect: z.enum(bundledDialects.map((dialect) => dialect.name), `one of ${bundledDialects.map((dialect) => `"${dialect.name}"`).join(', ')}`).default(sqliteDialect.name),
      path: z.string('a path').min(1, 'a path').default('/var/lib/panda/panda.db'),
    })
    .prefault({}),
  plugins: z.strictObject({ folder: z.string('a path').min(1, 'a path').optional() }).prefault({}),
  log: z
    .strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'one of "debug", "info", "warn", "error", "silent"').default('info'),
      file: z.string('a path').min(1, 'a path').optional(),
    })
    .prefault({}),
});

export type Configuration = z.output<typeof configurationSchema>;

/**
 * The configuration that a TOML file holds, completed with defaults; only defaults without a file.
 * @throws PandaError `CONFIGURATION_UNREADABLE`, `CONFIGURATION_INVALID` with every problem at once; exit status 2
 */
export function readConfiguration(file: string | undefined): Configuration {
  if (file === undefined) return configurationSchema.parse({});
  return checkConfiguration(configurationSchema, parseToml(readText(file), file), file);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PandaError('CONFIGURATION_UNREADABLE', `read configuration: ${(cause as Error).message}`, { exitStatus: 2, hint: `Make "${file}" readable for this user, or name another file with --config.`, cause });
  }
}

function parseToml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const [reason = '', place = ''] = (cause as Error).message.split('\n\n');
    throw new PandaError('CONFIGURATION_INVALID', `read configuration: "${file}" is not TOML: ${reason}${place === '' ? '' : ` in "${place.split('\n').find((line) => /^\d/.test(line))?.trim() ?? ''}"`}`, {
      exitStatus: 2,
      hint: 'Correct the syntax at the place that is named.',
      cause,
    });
  }
}

import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import type { z } from 'zod';
import { PandaError } from '@bigpanda/model';
import { checkConfiguration } from './configuration-check.ts';

/**
 * The configuration that a TOML file holds, completed with defaults; only defaults without a file.
 * @throws PandaError `CONFIGURATION_UNREADABLE`, `CONFIGURATION_INVALID` with every problem at once; exit status 2
 */
export function readConfiguration<Configuration>(schema: z.ZodType<Configuration>, file: string | undefined): Configuration {
  if (file === undefined) return schema.parse({});
  return parseConfiguration(schema, readText(file), file);
}

/**
 * The configuration that the text of a TOML file says, completed with defaults.
 * @param file path of the file, for messages
 * @throws PandaError `CONFIGURATION_INVALID` with every problem at once, exit status 2
 */
export function parseConfiguration<Configuration>(schema: z.ZodType<Configuration>, text: string, file: string): Configuration {
  return checkConfiguration(schema, parseToml(text, file), file);
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

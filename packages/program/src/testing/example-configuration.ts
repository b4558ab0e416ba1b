import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { parseConfiguration } from '../configuration-file.ts';

/** An example file as it is installed, and with every key that it has behind `# `. */
export interface ParsedExample<Configuration> {
  readonly installed: Configuration;
  readonly complete: Configuration;
}

/**
 * The configurations that the example file of a program says.
 * @throws PandaError `CONFIGURATION_INVALID`
 */
export function parseExample<Configuration>(schema: z.ZodType<Configuration>, example: URL): ParsedExample<Configuration> {
  const file = fileURLToPath(example);
  const text = readFileSync(file, 'utf8');
  return {
    installed: parseConfiguration(schema, text, file),
    complete: parseConfiguration(schema, text.replace(/^# (?=[a-z_]+ = )/gm, ''), file),
  };
}

import type { z } from 'zod';
import { PandaError, type ConfigurationProblem } from '@bigpanda/model';

/**
 * A configuration, checked against a schema and completed with the schema's defaults.
 * @param value what the file held, already parsed
 * @param file path of the file, for messages
 * @throws PandaError `CONFIGURATION_INVALID` with every problem at once, exit status 2
 */
export function checkConfiguration<Configuration>(schema: z.ZodType<Configuration>, value: unknown, file: string): Configuration {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue) => describeIssue(issue, value));
  throw new PandaError('CONFIGURATION_INVALID', `read configuration: "${file}" has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`, {
    exitStatus: 2,
    problems,
    hint: 'Correct each place that is listed.',
  });
}

function describeIssue(issue: z.core.$ZodIssue, value: unknown): ConfigurationProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), found: 'a key that does not exist', allowed: 'only the keys of the example file' }));
  }
  if (issue.code === 'invalid_key') return [{ path: issue.path.join('.'), found: 'a key that is not allowed', allowed: issue.issues[0]?.message ?? issue.message }];
  return [{ path: issue.path.join('.') || '(the whole file)', found: showValue(valueAt(value, issue.path)), allowed: issue.message }];
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, part) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, part) : undefined), value);
}

function showValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'bigint' ? value.toString() : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

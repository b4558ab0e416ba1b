import type * as z from 'zod';
import { ReleaseError, type ConfigurationProblem } from './release-error.ts';

export interface ConfigurationText {
  readonly text: string;
  /** Path of the file, for messages. */
  readonly file: string;
  /** Code of the error that is thrown. */
  readonly code: string;
  /** The action that fails, such as `read rpm.json`. */
  readonly what: string;
}

/**
 * The value that a JSON text holds, checked against a schema.
 * @throws ReleaseError with the given code and every problem at once, exit status 2
 */
export function parseConfiguration<Schema extends z.ZodType>(schema: Schema, input: ConfigurationText): z.output<Schema> {
  const value = parseJson(input);
  // Compiling a schema takes longer than checking one text by it.
  const result = schema.safeParse(value, { jitless: true });
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue) => describeIssue(issue, { value, file: input.file }));
  throw new ReleaseError(input.code, `${input.what}: "${input.file}" has ${countProblems(problems.length)}`, {
    exitStatus: 2,
    problems,
    hint: 'Correct each place that is listed; the schema named by "$schema" lets an editor show what is allowed.',
  });
}

function parseJson(input: ConfigurationText): unknown {
  try {
    return JSON.parse(input.text);
  } catch (cause) {
    throw new ReleaseError(input.code, `${input.what}: "${input.file}" is not JSON: ${(cause as Error).message}`, {
      exitStatus: 2,
      cause,
      hint: 'Correct the syntax at the place that is named.',
    });
  }
}

function describeIssue(issue: z.core.$ZodIssue, place: { readonly value: unknown; readonly file: string }): ConfigurationProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: `${place.file}: ${formatPath([...issue.path, key])}`,
      found: 'a key that does not exist',
      allowed: 'the keys of the schema',
    }));
  }
  if (issue.code === 'invalid_union') {
    return chooseBranch(issue).flatMap((inner) => describeIssue({ ...inner, path: [...issue.path, ...inner.path] }, place));
  }
  return [{
    path: `${place.file}: ${formatPath(issue.path)}`,
    found: showValue(valueAt(place.value, issue.path)),
    allowed: inWords(issue.message),
  }];
}

/** What people call the types of JSON. */
const typeNouns: Readonly<Record<string, string>> = { string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'an object', record: 'an object', undefined: 'nothing' };

/** A message of zod's own in words of ours; another one stays as the schema wrote it. */
function inWords(message: string): string {
  const [, type] = /^Invalid input: expected (\w+), received /.exec(message) ?? [];
  if (type !== undefined) return typeNouns[type] ?? type;
  const [, sign, number, unit = ''] = /^Too (?:small|big): expected \w+ to (?:have|be) ([<>])=?(\d+)( \w+)?$/.exec(message) ?? [];
  if (number !== undefined) return `${sign === '>' ? 'at least' : 'at most'} ${number}${number === '1' ? unit.replace(/s$/, '') : unit}`;
  return message.replace(/^Invalid option: expected one of (.*)$/, (_whole, options: string) => `one of ${options.replaceAll('|', ', ')}`).replace(/^Invalid input: expected /, '').replace(/^Invalid URL$/, 'a URL');
}

/** The problems of the form that the author meant: one of the right JSON type; among several, the one with the fewest problems. */
function chooseBranch({ errors }: z.core.$ZodIssueInvalidUnion): readonly z.core.$ZodIssue[] {
  const isOfOtherType = (issues: readonly z.core.$ZodIssue[]) => issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0);
  const [meant] = errors.filter((issues) => !isOfOtherType(issues)).toSorted((left, right) => left.length - right.length);
  if (meant !== undefined) return meant;
  const allowed = new Set(errors.flat().map(({ message }) => inWords(message)));
  return [{ code: 'custom', path: [], message: [...allowed].join(' or '), input: undefined }];
}

function formatPath(path: readonly PropertyKey[]): string {
  const written = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return written.replace(/^\./, '') || '(the whole file)';
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, part) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, part) : undefined),
    value,
  );
}

function showValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function countProblems(count: number): string {
  return count === 1 ? '1 problem' : `${count} problems`;
}

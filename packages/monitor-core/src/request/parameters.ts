import { jobAttributes, type ConfigurationProblem, type JobAttribute } from '@bigpanda/model';
import type { PageFilter, PageParameters } from '@bigpanda/monitor-contract';
import { wrongParameters } from '../route/page-request.ts';

/** Parameters that every page takes: its twins, and what browsers' scripts add against caches. */
const ownParameters: ReadonlySet<string> = new Set(['json', 'csv', '_', 'timestamp']);

const longestValue = 2000;
const greatestNumber = 10 ** 15;

/** Names of job attributes by their lower-case forms, as they stand in addresses. */
export const attributesByName: ReadonlyMap<string, JobAttribute> = new Map(jobAttributes.map((name) => [name.toLowerCase(), name]));

/** What is wrong with the parameters of a page, in their order; none when all are known and can be read. */
export function checkParameters(filters: readonly PageFilter[], parameters: URLSearchParams, takesJobAttributes = false): ConfigurationProblem[] {
  const attributes = takesJobAttributes ? [...attributesByName.keys()] : [];
  const known = [...filters.map((filter) => filter.name), ...attributes];
  return [...parameters].flatMap(([given, value]): ConfigurationProblem[] => {
    const name = given.toLowerCase();
    if (ownParameters.has(name)) return [];
    const filter = filters.find((some) => some.name === name);
    if (filter === undefined && !attributes.includes(name)) return [{ path: shorten(given), found: 'a parameter that this page does not know', allowed: describeKnown(name, known) }];
    const problem = value.length > longestValue ? `at most ${longestValue} characters` : filter === undefined || value === '' || isAllowed(filter, value) ? undefined : describeAllowed(filter);
    return problem === undefined ? [] : [{ path: shorten(given), found: `"${shorten(value)}"`, allowed: problem }];
  });
}

/**
 * What the parameters say of the filters of a page: those that are set, else what holds without them.
 * @throws PandaError `PARAMETERS_WRONG`
 */
export function checkedParameters(filters: readonly PageFilter[], parameters: URLSearchParams): PageParameters {
  const problems = checkParameters(filters, parameters);
  if (problems.length > 0) throw wrongParameters(problems);
  return Object.fromEntries(filters.flatMap(({ name, default: usual }) => {
    const value = readParameter(parameters, name) ?? usual;
    return value === undefined ? [] : [[name, value]];
  }));
}

/** The value of a parameter whatever the case of its name; `undefined` when it is absent or empty. */
export function readParameter(parameters: URLSearchParams, name: string): string | undefined {
  const value = [...parameters].find(([given, text]) => given.toLowerCase() === name && text !== '')?.[1];
  return value?.trim() === '' ? undefined : value?.trim();
}

/** Parameters as they stand in an address, by lower-case name, without twins, places and empty ones: for links that change one of them. */
export function keptParameters(parameters: URLSearchParams): Readonly<Record<string, string>> {
  const pairs = [...parameters].map(([name, value]) => [name.toLowerCase(), value.trim()] as const);
  return Object.fromEntries(pairs.filter(([name, value]) => value !== '' && name !== 'cursor' && !ownParameters.has(name)));
}

/** What a filter takes, in words. */
export function describeAllowed({ kind, choices = [] }: Pick<PageFilter, 'kind' | 'choices'>): string {
  switch (kind) {
    case 'number': return 'a whole number from 0';
    case 'range': return 'two whole numbers as 1:9, 1: or :9';
    case 'time': return 'a time in UTC as "2014-03-07" or "2014-03-07 13:00"';
    case 'choice': return `one of ${choices.map((choice) => `"${choice}"`).join(', ')}`;
    case 'text': return 'text';
  }
}

function isAllowed({ kind, choices = [] }: PageFilter, value: string): boolean {
  switch (kind) {
    case 'number': return /^\d+$/.test(value) && Number(value) <= greatestNumber;
    case 'range': return /^(\d*):(\d*)$/.test(value) && value !== ':';
    case 'time': return /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?$/.test(value) && !Number.isNaN(Date.parse(value));
    case 'choice': return choices.includes(value);
    case 'text': return true;
  }
}

function describeKnown(name: string, known: readonly string[]): string {
  const near = known.filter((other) => isNear(name, other)).slice(0, 3);
  if (near.length > 0) return `perhaps ${near.map((other) => `"${other}"`).join(' or ')}`;
  return known.length === 0 ? 'no parameter' : known.length > 12 ? `${known.slice(0, 8).map((other) => `"${other}"`).join(', ')} and others, see /help/` : known.map((other) => `"${other}"`).join(', ');
}

/** Whether one name begins with the other, or they differ by at most two letters put in, left out or changed. */
function isNear(left: string, right: string): boolean {
  if (left.length >= 3 && (right.startsWith(left) || left.startsWith(right) && right.length >= 3)) return true;
  return left.length >= 4 && left.length < 60 && distance(left, right) <= 2;
}

function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let line = 1; line <= left.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= right.length; column += 1) {
      next.push(Math.min((row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (row[column - 1] ?? 0) + (left[line - 1] === right[column - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

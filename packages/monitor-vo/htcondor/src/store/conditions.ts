import type { RowValue } from '@bigpanda/monitor-contract';

/** A part of a statement, and the values of its places. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly RowValue[];
}

/** All conditions that are given, as what follows `where`; one that always holds when there is none. */
export function joinConditions(conditions: readonly (Condition | undefined)[]): Condition {
  const given = conditions.filter((condition) => condition !== undefined);
  return { sql: given.map(({ sql }) => sql).join(' and ') || '1 = 1', values: given.flatMap(({ values }) => values) };
}

/** A text column that is a pattern, in which `*` stands for any characters; nothing for no pattern. */
export function matches(column: string, pattern: string | undefined): Condition | undefined {
  if (pattern === undefined) return undefined;
  return pattern.includes('*') ? { sql: `${column} like ? escape '!'`, values: [pattern.replaceAll(/[!%_]/g, '!$&').replaceAll('*', '%')] } : { sql: `${column} = ?`, values: [pattern] };
}

/** A number column within `from:to`, each end open when it is left out; in a unit of so many of the column's. */
export function within(column: string, range: string | undefined, unit = 1): Condition | undefined {
  if (range === undefined) return undefined;
  const [from = '', to = ''] = range.split(':');
  const parts = [...(from === '' ? [] : [{ sql: `${column} >= ?`, values: [Number(from) * unit] }]), ...(to === '' ? [] : [{ sql: `${column} <= ?`, values: [Number(to) * unit] }])];
  return parts.length === 0 ? undefined : joinConditions(parts);
}

/** A time column from a time in UTC on. */
export function since(column: string, time: string | undefined): Condition | undefined {
  return time === undefined ? undefined : { sql: `${column} >= ?`, values: [time.replace('T', ' ')] };
}

/** A time column before a time in UTC. */
export function before(column: string, time: string | undefined): Condition | undefined {
  return time === undefined ? undefined : { sql: `${column} < ?`, values: [time.replace('T', ' ')] };
}

import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { isUtcTime, type JobCondition, type JobSelection, type ValuePattern } from '@bigpanda/model';
import type { DialectTraits } from '../dialect/database-dialect.ts';
import { isIntegerColumn, isNumberColumn, isTextColumn, textLimit } from '../schema/column-type.ts';
import { selectionColumn, type SelectionColumn } from './selection-column.ts';

type Condition = RawBuilder<SqlBool>;
/** Where a statement finds what is compared, and what it holds. */
type ComparedColumn = Pick<SelectionColumn, 'type' | 'sql'>;
type ComparedTraits = Pick<DialectTraits, 'padsTexts' | 'wildcard' | 'unindexed'>;

const nothing: Condition = sql<SqlBool>`1 = 0`;

/**
 * The condition of a selection in SQL, for a table that is called `j` in the statement. Values are bound, and names come
 * from the fixed list of attributes.
 * @param isScanned whether jobs are looked at whatever their time, not found by it
 * @param isUnended whether the table's jobs have not ended, which hardly any has in a state that others end in
 * @throws PandaError `ATTRIBUTE_UNKNOWN`
 */
export function selectionCondition({ conditions, since, until }: JobSelection, traits: ComparedTraits, { isScanned = false, isUnended = false }: { readonly isScanned?: boolean; readonly isUnended?: boolean } = {}): Condition {
  const time = sql`${sql.raw(isScanned ? traits.unindexed : '')}${sql.ref('j.MODIFICATIONTIME')}`;
  return joinAll([
    ...conditions.map((condition) => jobCondition(condition, since === undefined || isUnended ? { ...traits, unindexed: '' } : traits)),
    ...(since === undefined ? [] : [isUtcTime(since) ? sql<SqlBool>`${time} >= ${since}` : nothing]),
    ...(until === undefined ? [] : [isUtcTime(until) ? sql<SqlBool>`${time} < ${until}` : nothing]),
  ]);
}

/** Most states have more jobs than a stretch of time: those of a time are found by it. */
function jobCondition(condition: JobCondition, traits: ComparedTraits): Condition {
  const column = selectionColumn(condition.attribute);
  return columnCondition(condition.attribute === 'jobStatus' ? { ...column, sql: sql`${sql.raw(traits.unindexed)}${column.sql}` } : column, condition, traits);
}

/** The condition that a column has, or has not, a value like one of some patterns. */
export function columnCondition(column: ComparedColumn, { patterns, isNegated }: Pick<JobCondition, 'patterns' | 'isNegated'>, traits: ComparedTraits): Condition {
  const equal = patterns.flatMap((pattern) => (pattern.kind === 'equal' ? [storedValue(column, pattern.value)] : [])).filter((value) => value !== undefined);
  const others = patterns.filter((pattern) => pattern.kind !== 'equal').map((pattern) => patternCondition(column, pattern, traits));
  const any = joinAny([...(equal.length === 0 ? [] : [equalCondition(column, equal, traits)]), ...others]);
  if (isNegated !== true) return any;
  return patterns.some(({ kind }) => kind === 'unset') ? sql<SqlBool>`not ${any}` : sql<SqlBool>`(${column.sql} is null or not ${any})`;
}

/** `=` can use an index; where it takes spaces at the end for nothing, a pattern without wildcards looks again. */
function equalCondition({ sql: column, type }: ComparedColumn, values: readonly (string | number)[], { padsTexts, wildcard }: ComparedTraits): Condition {
  const equal = values.length === 1 ? sql<SqlBool>`${column} = ${values[0]}` : sql<SqlBool>`${column} in (${sql.join(values)})`;
  if (!padsTexts || !isTextColumn(type)) return equal;
  return sql<SqlBool>`(${equal} and ${joinAny(values.map((value) => likeCondition(column, String(value), { wildcard, isLiteral: true })))})`;
}

function patternCondition(column: ComparedColumn, pattern: Exclude<ValuePattern, { readonly kind: 'equal' }>, traits: ComparedTraits): Condition {
  if (pattern.kind === 'unset') return unsetCondition(column, traits);
  if (pattern.kind === 'range') return rangeCondition(column, pattern, traits);
  const text = pattern.text.replace(/\*+/g, '*');
  if (text === '*') return sql<SqlBool>`${column.sql} is not null`;
  const isTooLong = text.replaceAll('*', '').length > (textLimit(column.type) ?? Infinity);
  if (isTooLong || text.includes('\0') || (isNumberColumn(column.type) && !isIntegerColumn(column.type))) return nothing;
  return likeCondition(column.sql, text, { wildcard: traits.wildcard });
}

function unsetCondition(column: ComparedColumn, traits: ComparedTraits): Condition {
  if (!isTextColumn(column.type)) return sql<SqlBool>`${column.sql} is null`;
  return sql<SqlBool>`(${column.sql} is null or ${equalCondition(column, [''], traits)})`;
}

/** Where spaces at the end count for nothing they also come after other characters below them; as bytes they do not. */
function rangeCondition(column: ComparedColumn, { from, to }: { readonly from?: string | number; readonly to?: string | number }, { padsTexts }: ComparedTraits): Condition {
  const [first, last] = [from, to].map((value) => (value === undefined ? undefined : storedValue(column, value)));
  if ((from !== undefined && first === undefined) || (to !== undefined && last === undefined)) return nothing;
  const compared = padsTexts && isTextColumn(column.type) ? sql`cast(${column.sql} as binary)` : column.sql;
  return joinAll([
    sql<SqlBool>`${column.sql} is not null`,
    ...(first === undefined ? [] : [sql<SqlBool>`${compared} >= ${first}`]),
    ...(last === undefined ? [] : [sql<SqlBool>`${compared} <= ${last}`]),
  ]);
}

function likeCondition(column: RawBuilder<unknown>, text: string, { wildcard, isLiteral = false }: { readonly wildcard: DialectTraits['wildcard']; readonly isLiteral?: boolean }): Condition {
  const pattern = Array.from(text, (character) => (character === '*' && !isLiteral ? wildcard.anyText : (wildcard.literals[character] ?? character))).join('');
  return sql<SqlBool>`${column} ${sql.raw(wildcard.name)} ${pattern} ${sql.raw(wildcard.suffix)}`;
}

/** A wanted value as its column has it; `undefined` where the column cannot have it. Databases would make something else of it, each in its own way. */
function storedValue({ type }: ComparedColumn, value: string | number): string | number | undefined {
  if (isNumberColumn(type)) return readNumber(value);
  const text = String(value);
  if (type === 'datetime') return isUtcTime(text) ? text : undefined;
  return text.length > (textLimit(type) ?? Infinity) ? undefined : text;
}

function readNumber(value: string | number): number | undefined {
  const number = typeof value === 'number' || /^[+-]?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

function joinAll(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql<SqlBool>`1 = 1` : sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;
}

function joinAny(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? nothing : sql<SqlBool>`(${sql.join(conditions, sql` or `)})`;
}

import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { ValuePattern } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { parseColumn, type ColumnText } from '../schema/column-type.ts';
import { columnCondition } from './selection-condition.ts';

/** What one column of a table is like. */
export interface ColumnCondition<Column extends string> {
  readonly column: Column;
  readonly patterns: readonly ValuePattern[];
  /** None of the patterns holds. */
  readonly isNegated?: true;
}

/** Conditions on columns of a table in SQL, one for each. @param alias what the statement calls the table */
export function columnConditions<Column extends string>(conditions: readonly ColumnCondition<Column>[], columns: Readonly<Record<Column, ColumnText>>, { alias, traits }: { readonly alias: string; readonly traits: PandaDatabase['traits'] }): RawBuilder<SqlBool>[] {
  return conditions.map((condition) => columnCondition({ type: parseColumn(columns[condition.column]).type, sql: sql.ref(`${alias}.${condition.column}`) }, condition, traits));
}

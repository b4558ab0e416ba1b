import { sql, type RawBuilder } from 'kysely';
import { PandaError, type JobAttribute } from '@bigpanda/model';
import { isTextColumn, type ColumnType } from '../schema/column-type.ts';
import { jobColumns } from '../schema/job-columns.ts';
import { columnName } from '../schema/row-mapping.ts';

/** Where a statement finds an attribute of the jobs of a table that it calls `j`. */
export interface SelectionColumn {
  readonly attribute: JobAttribute;
  readonly type: ColumnType;
  readonly sql: RawBuilder<unknown>;
}

/** Attributes that stand in tables of their own. */
const tablesElsewhere: Readonly<Partial<Record<JobAttribute, string>>> = { jobParameters: 'jobparamstable', metadata: 'metatable' };

/** Those that were asked for. */
const columns = new Map<JobAttribute, SelectionColumn>();

/**
 * The column of an attribute; the only way of a name into a statement.
 * @throws PandaError `ATTRIBUTE_UNKNOWN`
 */
export function selectionColumn(attribute: JobAttribute): SelectionColumn {
  const known = columns.get(attribute);
  if (known !== undefined) return known;
  if (!Object.hasOwn(jobColumns, attribute)) throw new PandaError('ATTRIBUTE_UNKNOWN', `select jobs: a job has no attribute "${attribute.slice(0, 60)}"`);
  const table = tablesElsewhere[attribute];
  const name = columnName(attribute);
  // No name of the list is a word of SQL, so none is quoted: a page names hundreds.
  const column = table === undefined ? sql.raw(`j.${name}`) : sql`(select ${sql.ref(`e.${name}`)} from ${sql.table(table)} e where e.PANDAID = j.PANDAID)`;
  const made: SelectionColumn = { attribute, type: jobColumns[attribute], sql: column };
  columns.set(attribute, made);
  return made;
}

/**
 * The columns of attributes, none of them in a table of its own, as a statement lists them.
 * @throws PandaError `ATTRIBUTE_UNKNOWN`
 */
export function listColumns(attributes: readonly JobAttribute[]): RawBuilder<unknown> {
  return sql.raw(attributes.map((attribute) => `j.${columnName(sortableColumn(attribute).attribute)}`).join(', '));
}

/** The same for an attribute that jobs are put in order or counted by; those in tables of their own are not. */
export function sortableColumn(attribute: JobAttribute): SelectionColumn {
  if (tablesElsewhere[attribute] !== undefined) throw new PandaError('ATTRIBUTE_UNKNOWN', `select jobs: jobs are not put in order or counted by "${attribute}"`);
  return selectionColumn(attribute);
}

/** The value of a column, which a statement has as `name`, to be counted by: an empty text is the same as none. */
export function countedValue({ type }: SelectionColumn, name: string): RawBuilder<unknown> {
  return sql.raw(isTextColumn(type) ? `nullif(${name}, '')` : name);
}

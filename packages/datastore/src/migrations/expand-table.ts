import { sql, type CreateTableBuilder } from 'kysely';
import { parseColumn, textLimit, type ColumnText, type ColumnType } from '../schema/column-type.ts';
import type { TableDefinition } from '../schema/table-definition.ts';
import type { MigrationStep } from './migration.ts';

/**
 * Makes a table, or adds the columns that one that is there lacks; nothing is ever changed or taken away. Can be done
 * again after it was broken off, as where schema changes are not undone with a transaction.
 */
export async function expandTable(step: MigrationStep, table: TableDefinition): Promise<void> {
  const found = step.columns.get(table.name);
  if (found === undefined) await createTable(step, table);
  else await addColumns(step, table, found);
  for (const [index, columns] of table.indexes.entries()) await createIndex(step, table, { name: `${table.name}_idx${index + 1}`, columns });
}

async function createTable({ sql: database, traits }: MigrationStep, table: TableDefinition): Promise<void> {
  let builder: CreateTableBuilder<string, string> = database.schema.createTable(table.name).ifNotExists();
  for (const [name, text] of Object.entries(table.columns)) {
    const { type, isRequired, defaultValue } = parseColumn(text);
    builder = builder.addColumn(name, sql.raw(columnType(type, traits)), (column) => {
      const required = isRequired ? column.notNull() : column;
      return defaultValue === undefined ? required : required.defaultTo(defaultValue);
    });
  }
  const keyed = table.primaryKey.length === 0 ? builder : builder.addPrimaryKeyConstraint(`${table.name}_pk`, [...table.primaryKey]);
  await keyed.modifyEnd(sql.raw(traits.tableOptions)).execute();
}

async function addColumns({ sql: database, traits }: MigrationStep, table: TableDefinition, found: ReadonlySet<string>): Promise<void> {
  const missing = Object.entries(table.columns).filter(([name]) => !found.has(name.toUpperCase()));
  for (const [name, text] of missing) {
    const { type, defaultValue } = parseColumn(withoutRequirement(text));
    await database.schema.alterTable(table.name).addColumn(name, sql.raw(columnType(type, traits)), (column) => (defaultValue === undefined ? column : column.defaultTo(defaultValue))).execute();
  }
}

/** Rows are there already, and the release before writes rows without the column. */
function withoutRequirement(text: ColumnText): ColumnText {
  return text.replace(' not null', '') as ColumnText;
}

async function createIndex({ sql: database, traits }: MigrationStep, table: TableDefinition, index: { readonly name: string; readonly columns: readonly string[] }): Promise<void> {
  try {
    await index.columns.reduce((builder, column) => builder.column(column), database.schema.createIndex(index.name).on(table.name)).execute();
  } catch (error) {
    if (traits.classifyFault(error) !== 'index-exists') throw error;
  }
}


function columnType(type: ColumnType, traits: MigrationStep['traits']): string {
  const limit = textLimit(type);
  if (type === 'text' || (limit !== undefined && limit > traits.longestVarchar)) return traits.textType;
  return type;
}

import { Kysely, sql } from 'kysely';
import { PandaError } from '@bigpanda/model';
import type { DatabaseDialect, DatabaseSettings, DialectTraits } from './dialect/database-dialect.ts';
import { expandTable } from './migrations/expand-table.ts';
import { migrate, type Migration } from './migrations/migration.ts';
import { parseColumn } from './schema/column-type.ts';
import { fitColumn } from './schema/column-value.ts';
import type { TableDefinition } from './schema/table-definition.ts';
import type { Tables } from './schema/tables.ts';
import { transact } from './transaction.ts';

/** A value of a row of an own store. */
export type StoreValue = string | number | null;

export type StoreRow = Readonly<Record<string, StoreValue>>;

/** Tables of somebody's own, apart from PanDA's, as data. */
export interface StoreDefinition {
  readonly tables: readonly TableDefinition[];
  /** Steps of the schema in order: each brings the tables it names to their definition. */
  readonly migrations: readonly { readonly name: string; readonly tables: readonly string[] }[];
}

/** An open store; `close` it at the end. */
export interface OwnStore {
  /** Runs one reading statement with a `?` for each value; names of columns are as the statement says them. */
  select(statement: string, values: readonly StoreValue[]): Promise<StoreRow[]>;
  /** Writes rows over those of the same primary key, texts cut to what their columns hold, null for what is no such number; `replace` takes all others away. All or nothing. */
  write(table: string, rows: readonly StoreRow[], mode: 'merge' | 'replace'): Promise<void>;
  /** Takes away the rows of a table whose time in a column is before this one, UTC `YYYY-MM-DD hh:mm:ss`. */
  removeOlder(table: string, column: string, time: string): Promise<void>;
  close(): Promise<void>;
}

const rowsPerStatement = 100;

/**
 * A store opened with its schema up to date; made when it does not exist.
 * @throws PandaError `STORE_UNUSABLE`
 */
export async function openOwnStore(dialect: DatabaseDialect, settings: DatabaseSettings, { tables, migrations, nowMilliseconds }: StoreDefinition & { readonly nowMilliseconds: number }): Promise<OwnStore> {
  const database = new Kysely<Tables>({ dialect: dialect.connect(settings) });
  try {
    await migrate({ sql: database, traits: dialect.traits }, migrations.map((step) => migrationOf(step, tables)), nowMilliseconds);
  } catch (cause) {
    await database.destroy();
    throw new PandaError('STORE_UNUSABLE', `open store: ${dialect.describe(settings)}: ${cause instanceof Error ? cause.message : String(cause)}`, { hint: dialect.accessHint, cause });
  }
  return {
    select: async (statement, values) => (await database.executeQuery<StoreRow>(bind(statement, values).compile(database))).rows.map((row) => ({ ...row })),
    write: async (table, rows, mode) => writeRows(database, dialect.traits, { table: findTable(tables, table), rows, mode }),
    removeOlder: async (table, column, time) => {
      await sql`delete from ${sql.table(findTable(tables, table).name)} where ${sql.ref(column)} < ${time}`.execute(database);
    },
    close: () => database.destroy(),
  };
}

function migrationOf(step: StoreDefinition['migrations'][number], tables: readonly TableDefinition[]): Migration {
  return {
    name: step.name,
    up: async (migration) => {
      for (const name of step.tables) await expandTable(migration, findTable(tables, name));
    },
  };
}

function findTable(tables: readonly TableDefinition[], name: string): TableDefinition {
  const table = tables.find((some) => some.name === name);
  if (table === undefined) throw new PandaError('STORE_UNUSABLE', `use store: it has no table "${name}"`);
  return table;
}

/** The statement with its values bound, never written into it. A `?` inside quotes is text. */
function bind(statement: string, values: readonly StoreValue[]) {
  const parts = statement.split(/('(?:[^']|'')*'|"(?:[^"]|"")*"|\?)/);
  const marks = parts.filter((part) => part === '?').length;
  if (marks !== values.length) throw new PandaError('STORE_UNUSABLE', `read store: the statement has ${marks} places for ${values.length} values`);
  let next = 0;
  return sql.join(parts.map((part) => (part === '?' ? sql`${values[next++] ?? null}` : sql.raw(part))), sql.raw(''));
}

async function writeRows(database: Kysely<Tables>, traits: DialectTraits, { table, rows, mode }: { readonly table: TableDefinition; readonly rows: readonly StoreRow[]; readonly mode: 'merge' | 'replace' }): Promise<void> {
  const columns = Object.keys(table.columns);
  const fitted = rows.map((row): StoreRow => Object.fromEntries(columns.map((name) => [name, fitCell(table, name, row[name] ?? null)])));
  const keyed = [...new Map(fitted.map((row) => [JSON.stringify(table.primaryKey.map((name) => row[name] ?? null)), row])).values()];
  const unique = table.primaryKey.length === 0 ? fitted : keyed;
  await transact(database, traits, async (transaction) => {
    if (mode === 'replace') await sql`delete from ${sql.table(table.name)}`.execute(transaction);
    for (let start = 0; start < unique.length; start += rowsPerStatement) {
      const group = unique.slice(start, start + rowsPerStatement);
      if (mode === 'merge' && table.primaryKey.length > 0) {
        const same = group.map((row) => sql`(${sql.join(table.primaryKey.map((name) => sql`${sql.ref(name)} = ${row[name] ?? null}`), sql` and `)})`);
        await sql`delete from ${sql.table(table.name)} where ${sql.join(same, sql` or `)}`.execute(transaction);
      }
      const values = group.map((row) => sql`(${sql.join(columns.map((name) => sql`${row[name] ?? null}`))})`);
      await sql`insert into ${sql.table(table.name)} (${sql.join(columns.map((name) => sql.ref(name)))}) values ${sql.join(values)}`.execute(transaction);
    }
  });
}

/** What one database would cut or refuse is cut for all. */
function fitCell(table: TableDefinition, name: string, value: StoreValue): StoreValue {
  const text = table.columns[name];
  return text === undefined || value === null ? null : fitColumn(name, parseColumn(text).type, value) ?? null;
}

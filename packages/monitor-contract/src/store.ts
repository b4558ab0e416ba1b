import type { RowValue } from './table.ts';

/** Type of a column in words that every database knows. */
export type OwnColumnType = 'bigint' | 'integer' | 'datetime' | 'text' | `varchar(${number})` | `decimal(${number}, ${number})`;

/** A table of the plug-in's own schema. */
export interface OwnTable {
  /** Lower-case letters, digits and `_`. */
  readonly name: string;
  /** Type of each column, with ` not null` where it must be filled. */
  readonly columns: Readonly<Record<string, OwnColumnType | `${OwnColumnType} not null`>>;
  readonly primaryKey: readonly string[];
  readonly indexes: readonly (readonly string[])[];
}

/** One step of the own schema: it makes tables, or adds the columns and indexes that they lack. It never takes anything away. */
export interface OwnMigration {
  /** Sorts after the names before it; never changes once released. */
  readonly name: string;
  /** Names of the tables that it brings to their present definition. */
  readonly tables: readonly string[];
}

/** A row of an own table by column names. */
export type OwnRow = Readonly<Record<string, RowValue>>;

/** How a text from outside becomes rows of an own table: `bigpandamon load VO LOADER < text`. */
export interface OwnLoader {
  readonly name: string;
  readonly table: string;
  /** `merge` writes rows over those of the same primary key, `replace` takes all others away. */
  readonly mode: 'merge' | 'replace';
  /** Takes rows away whose time in this column is more than so many days ago, each time it writes; keeps all when absent. */
  readonly keeps?: { readonly column: string; readonly days: number };
  /** The rows of a text; throws where it cannot be read. */
  toRows(text: string, now: string): readonly OwnRow[];
}

/** The plug-in's own tables, in a schema of its own that no other plug-in and no server sees. */
export interface OwnStore {
  readonly tables: readonly OwnTable[];
  readonly migrations: readonly OwnMigration[];
  readonly loaders?: readonly OwnLoader[];
}

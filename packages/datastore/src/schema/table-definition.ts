import type { Generated } from 'kysely';
import type { ColumnText } from './column-type.ts';

/** A table as data: what creates it, adds what an older one lacks, and gives its rows their type. */
export interface TableDefinition {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnText>>;
  /** Empty where the table has none. */
  readonly primaryKey: readonly string[];
  /** Columns of each further index; ` desc` after a name for a descending one. */
  readonly indexes: readonly (readonly string[])[];
}

type CellOf<Text extends string> = Text extends `${'bigint' | 'integer' | 'decimal'}${string}` ? number : string;

type ColumnOf<Text extends string> = Text extends `${string} not null default ${string}` ? Generated<CellOf<Text>> : Text extends `${string} not null` ? CellOf<Text> : CellOf<Text> | null;

/** The type of a table's rows. */
export type RowOf<Definition extends TableDefinition> = { [Name in keyof Definition['columns']]: ColumnOf<Definition['columns'][Name]> };

/** A definition whose columns keep their own types. */
export function defineTable<const Definition extends TableDefinition>(definition: Definition): Definition {
  return definition;
}

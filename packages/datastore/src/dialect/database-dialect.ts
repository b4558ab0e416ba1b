import type { Dialect } from 'kysely';

/** Where a database is. Each dialect takes what it needs and has a default for the rest. */
export interface DatabaseSettings {
  /** File of a database that is a file. */
  readonly path?: string;
  readonly host?: string;
  readonly port?: number;
  /** Socket of a database on the same machine; instead of host and port. */
  readonly socket?: string;
  /** Name of the database in its server. */
  readonly name?: string;
  readonly user?: string;
  readonly password?: string;
  /** Most connections of one process. */
  readonly connections?: number;
}

/** What went wrong, in words that every database knows. */
export type DatabaseFault = 'gave-way' | 'duplicate-key' | 'index-exists' | 'table-missing' | 'no-answer';

/** How a database compares texts with patterns; plain data. */
export interface WildcardOperator {
  readonly name: 'glob' | 'like';
  /** Stands for any text. */
  readonly anyText: string;
  /** Characters that mean something in a pattern, each with what means the character itself. */
  readonly literals: Readonly<Record<string, string>>;
  /** What stands behind the pattern. */
  readonly suffix: '' | "escape '!'";
}

/** What a database can do beyond the common part of SQL, and how it differs; ask for these, never for a name. */
export interface DialectTraits {
  /** Rows can be locked one by one, and locked ones skipped. Where they cannot, a transaction that writes is alone. */
  readonly skipsLockedRows: boolean;
  /** Type of a column for texts of any length. */
  readonly textType: string;
  /** Longer varchar columns are of `textType`, because rows have a greatest size. */
  readonly longestVarchar: number;
  /** What stands after the columns of a new table. */
  readonly tableOptions: string;
  /** `=` takes no notice of spaces at the end of texts. */
  readonly padsTexts: boolean;
  /** Stands before a column that rows are grouped or put in order by, so that no index is walked in that order: a database that knows nothing of its rows takes that for cheap. */
  readonly unindexed: '+' | '';
  /** The operator, and what follows its operand, that compare a text with a pattern by case. */
  readonly wildcard: WildcardOperator;
  /** What an error that a query threw means; `undefined` for any other. */
  classifyFault(error: unknown): DatabaseFault | undefined;
}

/** One kind of database. It is loaded at run time, so only this interface crosses between bundles. */
export interface DatabaseDialect {
  /** Name in the configuration. */
  readonly name: string;
  readonly traits: DialectTraits;
  /** What to do when it cannot be opened. */
  readonly accessHint: string;
  /** Where a database is, for messages; no password. */
  describe(settings: DatabaseSettings): string;
  /** The schema that the tables are in, as statements name it. */
  schemaOf(settings: DatabaseSettings): string;
  /**
   * What changes when another database has taken the place of the one at these settings, so that who keeps it open can open it again.
   * @throws PandaError `DATABASE_MISSING`
   */
  identify(settings: DatabaseSettings): string;
  /**
   * Kysely's dialect for one database, opened at the first query for reading and writing; made when it does not exist.
   * @throws PandaError `DATABASE_UNUSABLE`
   */
  connect(settings: DatabaseSettings): Dialect;
  /**
   * The same, opened only for reading, while another process may be writing.
   * @throws PandaError `DATABASE_MISSING` when there is none yet, `DATABASE_UNUSABLE`
   */
  connectReadOnly(settings: DatabaseSettings): Dialect;
}

import type { Dialect } from 'kysely';

/** Where a database is. */
export interface DatabaseSettings {
  /** File of the database. */
  readonly path: string;
}

/** What a database can do beyond the common part of SQL; ask for these, never for a name. */
export interface DialectCapabilities {
  /** Rows can be locked one by one, and locked ones skipped. Where they cannot, a transaction that writes is alone. */
  readonly skipsLockedRows: boolean;
}

/** One kind of database. It is loaded at run time, so only this interface crosses between bundles. */
export interface DatabaseDialect {
  /** Name in the configuration. */
  readonly name: string;
  readonly capabilities: DialectCapabilities;
  /**
   * Kysely's dialect for one database, opened for reading and writing; made when it does not exist.
   * @throws PandaError `DATABASE_UNUSABLE`
   */
  connect(settings: DatabaseSettings): Dialect;
  /**
   * The same, opened only for reading, while another process may be writing.
   * @throws PandaError `DATABASE_MISSING` when there is none yet, `DATABASE_UNUSABLE`
   */
  connectReadOnly(settings: DatabaseSettings): Dialect;
}

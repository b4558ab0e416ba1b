import { openDatabaseReadOnly, type DatabaseDialect, type DatabaseSettings, type PandaDatabase } from '@bigpanda/datastore';

/** Gives a page the database for as long as the page reads. */
export interface JobSource {
  /** Where the database is, for messages. */
  readonly path: string;
  /** @throws PandaError `DATABASE_MISSING` when there is none yet, `DATABASE_UNUSABLE` */
  read<Result>(query: (database: PandaDatabase) => Promise<Result>): Promise<Result>;
}

/**
 * The database opened for each page anew: opening costs about a millisecond, and a database that appears, or is replaced
 * by another file, is seen at once.
 */
export function createJobSource(dialect: DatabaseDialect, settings: DatabaseSettings): JobSource {
  return {
    path: settings.path,
    read: async (query) => {
      const database = await openDatabaseReadOnly(dialect, settings);
      try {
        return await query(database);
      } finally {
        await database.close();
      }
    },
  };
}

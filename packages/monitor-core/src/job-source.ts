import { isPandaError } from '@bigpanda/model';
import { openDatabaseReadOnly, type DatabaseDialect, type DatabaseSettings, type PandaDatabase } from '@bigpanda/datastore';

/** Gives a page the database. */
export interface JobSource {
  /** Where the database is, for messages. */
  readonly path: string;
  /** @throws PandaError `DATABASE_MISSING` when there is none yet, `DATABASE_UNUSABLE` */
  read<Result>(query: (database: PandaDatabase) => Promise<Result>): Promise<Result>;
  /** Whether an error of `read` means that the database does not answer now, and may again. */
  isUnreachable(error: unknown): boolean;
  close(): Promise<void>;
}

interface OpenSource {
  readonly identity: string;
  readonly database: Promise<PandaDatabase>;
}

/** The database, opened at the first page that reads it and kept open; one that appears, or that another has replaced, is seen at once. */
export function createJobSource(dialect: DatabaseDialect, settings: DatabaseSettings): JobSource {
  let open: OpenSource | undefined;
  const close = async (): Promise<void> => {
    const closing = open;
    open = undefined;
    await closing?.database.then((database) => database.close(), () => undefined);
  };
  const find = async (): Promise<PandaDatabase> => {
    const identity = dialect.identify(settings);
    if (open !== undefined && open.identity !== identity) await close();
    open ??= { identity, database: openDatabaseReadOnly(dialect, settings) };
    const opening = open;
    try {
      return await opening.database;
    } catch (error) {
      if (open === opening) open = undefined;
      throw error;
    }
  };
  return { path: settings.path ?? dialect.describe(settings), read: async (query) => query(await find()), isUnreachable: (error) => isUnreachable(dialect, error), close };
}

function isUnreachable({ traits }: DatabaseDialect, error: unknown): boolean {
  if (isPandaError(error) && error.code === 'DATABASE_UNUSABLE') return true;
  return traits.classifyFault(error) === 'no-answer';
}

import type { DatabaseDialect } from '@bigpanda/datastore';
import { openDatabase, openDatabaseReadOnly, type PandaDatabase } from '@bigpanda/datastore';
import { placeOfDatabase } from '@bigpanda/program';
import type { Configuration } from './configuration.ts';
import { loadDialect } from './dialect-folder.ts';

/** What names a database: the configuration, and where main stands with the folder `dialect/` beside it. */
export interface DatabasePlace {
  readonly configuration: Configuration;
  readonly folder: URL;
}

/** The dialect that the configuration wants. */
export function loadConfiguredDialect({ configuration, folder }: DatabasePlace): Promise<DatabaseDialect> {
  return loadDialect(new URL('dialect/', folder), configuration.database.dialect);
}

/** The database of the configuration, with its schema brought up to date. */
export async function openConfiguredDatabase(place: DatabasePlace, nowMilliseconds: number): Promise<PandaDatabase> {
  return openDatabase(await loadConfiguredDialect(place), placeOfDatabase(place.configuration.database), nowMilliseconds);
}

/** Does work with the database of the configuration and closes it; only to read when nothing may be written, and then nothing is. */
export async function useDatabase<Result>(place: DatabasePlace & { readonly isReadOnly: boolean }, work: (database: PandaDatabase) => Promise<Result>): Promise<Result> {
  const database = place.isReadOnly ? await openDatabaseReadOnly(await loadConfiguredDialect(place), placeOfDatabase(place.configuration.database)) : await openConfiguredDatabase(place, Date.now());
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

import type { Selectable } from 'kysely';
import type { PandaDatabase } from '../panda-database.ts';
import type { Tables } from '../schema/tables.ts';

/** A cloud as `cloudconfig` keeps it. */
export type CloudRow = Selectable<Tables['cloudconfig']>;

/** Every cloud, by name. */
export async function listClouds(database: PandaDatabase): Promise<CloudRow[]> {
  return database.sql.selectFrom('cloudconfig').selectAll().orderBy('NAME').execute();
}

import type { PandaDatabase } from '../panda-database.ts';
import { pandaMigrations } from './panda-migrations.ts';

/** Names of the steps of the schema that a database still lacks, in order. */
export async function listMissingMigrations({ sql }: Pick<PandaDatabase, 'sql'>): Promise<string[]> {
  const rows = await sql.selectFrom('panda_migrations').select('NAME').execute();
  const made = new Set(rows.map((row) => row.NAME));
  return pandaMigrations.map(({ name }) => name).filter((name) => !made.has(name));
}

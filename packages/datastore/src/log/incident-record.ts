import type { PandaDatabase } from '../panda-database.ts';

/** Something that happened to the fleet, as a component noted it. */
export interface Incident {
  /** `YYYY-MM-DD hh:mm:ss` in UTC. */
  readonly time: string;
  readonly type: string;
  /** Words, often with `key=value` or `key:value` in them. */
  readonly description: string;
}

/** Incidents at a time or later, newest first. */
export async function listIncidents({ sql }: Pick<PandaDatabase, 'sql'>, since: string, limit: number): Promise<Incident[]> {
  const rows = await sql.selectFrom('incidents').selectAll().where('AT_TIME', '>=', since).orderBy('AT_TIME', 'desc').limit(limit).execute();
  return rows.map((row) => ({ time: row.AT_TIME ?? '', type: row.TYPEKEY ?? '', description: row.DESCRIPTION ?? '' }));
}

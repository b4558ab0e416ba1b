import type { PandaDatabase } from '../panda-database.ts';
import { holdsText } from './held-text.ts';

/** Something that happened to the fleet, as a component noted it. */
export interface Incident {
  /** `YYYY-MM-DD hh:mm:ss` in UTC. */
  readonly time: string;
  readonly type: string;
  /** Words, often with `key=value` or `key:value` in them. */
  readonly description: string;
}

/** Which incidents are wanted. */
export interface IncidentSearch {
  /** At this time or later. */
  readonly since: string;
  /** Texts that type and description hold, whatever their case. */
  readonly type?: string;
  readonly has?: string;
}

/** Incidents of a search, newest first. */
export async function listIncidents({ sql }: Pick<PandaDatabase, 'sql'>, { since, type = '', has = '' }: IncidentSearch, limit: number): Promise<Incident[]> {
  const rows = await sql.selectFrom('incidents').selectAll().where('AT_TIME', '>=', since)
    .where((builder) => builder.and([holdsText('TYPEKEY', type), holdsText('DESCRIPTION', has)])).orderBy('AT_TIME', 'desc').limit(limit).execute();
  return rows.map((row) => ({ time: row.AT_TIME ?? '', type: row.TYPEKEY ?? '', description: row.DESCRIPTION ?? '' }));
}

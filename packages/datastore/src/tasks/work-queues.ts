import type { Selectable } from 'kysely';
import type { PandaDatabase } from '../panda-database.ts';
import type { Tables } from '../schema/tables.ts';

/** A work queue as `jedi_work_queue` keeps it: tasks and jobs of a kind that share the sites with those of the others. */
export type WorkQueueRow = Selectable<Tables['jedi_work_queue']>;

/** Every work queue, in the order in which they are served. */
export async function listWorkQueues({ sql }: Pick<PandaDatabase, 'sql'>): Promise<WorkQueueRow[]> {
  return sql.selectFrom('jedi_work_queue').selectAll().orderBy('VO').orderBy('QUEUE_TYPE').orderBy('QUEUE_ORDER').orderBy('QUEUE_ID').execute();
}

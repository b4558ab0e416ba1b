import type { PandaDatabase } from '../panda-database.ts';
import { jobTables } from '../schema/tables.ts';

/** When a job, and when a task, last changed, `YYYY-MM-DD hh:mm:ss` in UTC; `undefined` where there is none. */
export async function findNewestChange({ sql }: Pick<PandaDatabase, 'sql'>): Promise<{ readonly job: string | undefined; readonly task: string | undefined }> {
  const times: (string | undefined)[] = [];
  for (const table of jobTables) {
    const row = await sql.selectFrom(table).select((builder) => builder.fn.max('MODIFICATIONTIME').as('TIME')).executeTakeFirst();
    times.push(textOf(row?.TIME));
  }
  const task = await sql.selectFrom('jedi_tasks').select((builder) => builder.fn.max('MODIFICATIONTIME').as('TIME')).executeTakeFirst();
  return { job: times.filter((time) => time !== undefined).sort().at(-1), task: textOf(task?.TIME) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

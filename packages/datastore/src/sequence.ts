import { sql, type Transaction } from 'kysely';
import type { PandaDatabase } from './panda-database.ts';
import type { Tables } from './schema/tables.ts';

/** Counters that give out numbers, and where the numbers given so far stand. */
const sequences = {
  PANDAID: [['jobsdefined4', 'PANDAID'], ['jobswaiting4', 'PANDAID'], ['jobsactive4', 'PANDAID'], ['jobsarchived4', 'PANDAID'], ['jobsarchived', 'PANDAID']],
  ROW_ID: [['filestable4', 'ROW_ID'], ['filestable_arch', 'ROW_ID']],
  JEDITASKID: [['jedi_tasks', 'JEDITASKID']],
  DATASETID: [['jedi_datasets', 'DATASETID']],
  FILEID: [['jedi_dataset_contents', 'FILEID']],
  USERID: [['users', 'ID']],
  GROUPJOBSN: [],
  SITEACCESSID: [['siteaccess', 'ID']],
  PROXYKEYID: [['proxykey', 'ID']],
  CLOUDTASKID: [['cloudtasks', 'ID']],
  /** Stretches of time since 1970 whose ended jobs are summed up, in panda_job_sums. */
  JOBSUMS: [],
  HARVESTERCOMMANDID: [['harvester_commands', 'COMMAND_ID']],
} as const satisfies Readonly<Record<string, readonly (readonly [table: keyof Tables, column: string])[]>>;

export type SequenceName = keyof typeof sequences;

/**
 * The first of `count` numbers in a row that nobody else gets. Taken in a transaction of its own, so that nobody waits
 * for the end of another's; numbers of what then fails are never used.
 */
export async function takeNumbers(database: PandaDatabase, name: SequenceName, count: number): Promise<number> {
  return database.write((transaction) => advance(transaction, name, count));
}

/** The same within a transaction, which keeps others from taking numbers until it ends. */
export async function advance(transaction: Transaction<Tables>, name: SequenceName, count: number): Promise<number> {
  await transaction.updateTable('panda_sequences').set((expression) => ({ VALUE: expression('VALUE', '+', count) })).where('NAME', '=', name).execute();
  const row = await transaction.selectFrom('panda_sequences').select('VALUE').where('NAME', '=', name).executeTakeFirstOrThrow();
  return row.VALUE - count + 1;
}

/** Lets each sequence that is not there yet begin after the greatest number given; those of tables that are not there yet wait for the step that makes them. */
export async function beginSequences(transaction: Transaction<Tables>): Promise<void> {
  const tables = new Set((await transaction.introspection.getTables()).map(({ name }) => name.toLowerCase()));
  const rows = await transaction.selectFrom('panda_sequences').select('NAME').execute();
  const begun = new Set(rows.map((row) => row.NAME));
  for (const [name, places] of Object.entries(sequences).filter(([sequence, needed]) => !begun.has(sequence) && needed.every(([table]) => tables.has(table)))) {
    const greatest = await Promise.all(places.map(([table, column]) => findGreatest(transaction, table, column)));
    await transaction.insertInto('panda_sequences').values({ NAME: name, VALUE: Math.max(0, ...greatest) }).execute();
  }
}

async function findGreatest(transaction: Transaction<Tables>, table: string, column: string): Promise<number> {
  const { rows } = await sql<{ readonly GREATEST: number | null }>`select max(${sql.ref(column)}) as GREATEST from ${sql.table(table)}`.execute(transaction);
  return rows[0]?.GREATEST ?? 0;
}

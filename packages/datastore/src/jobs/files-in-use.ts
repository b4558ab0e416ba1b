import type { PandaDatabase } from '../panda-database.ts';

const idsPerQuery = 500;

/** PandaIDs of jobs that write into a dataset. */
export async function findWriters(database: PandaDatabase, dataset: string): Promise<number[]> {
  const rows = await database.sql.selectFrom('filestable4').select('PANDAID').distinct().where('DATASET', '=', dataset).where('TYPE', 'in', ['output', 'log']).orderBy('PANDAID').execute();
  return rows.map((row) => Number(row.PANDAID));
}

/** Names of input files of jobs, and the dataset of each, in the order of the jobs. */
export async function listInputs(database: PandaDatabase, pandaIds: readonly number[]): Promise<{ readonly pandaId: number; readonly lfn: string; readonly dataset: string }[]> {
  const inputs: { readonly pandaId: number; readonly lfn: string; readonly dataset: string }[] = [];
  for (let start = 0; start < pandaIds.length; start += idsPerQuery) {
    const rows = await database.sql.selectFrom('filestable4').select(['PANDAID', 'LFN', 'DATASET']).where('PANDAID', 'in', pandaIds.slice(start, start + idsPerQuery)).where('TYPE', '=', 'input').orderBy('ROW_ID').execute();
    inputs.push(...rows.map((row) => ({ pandaId: Number(row.PANDAID), lfn: String(row.LFN), dataset: String(row.DATASET ?? '') })));
  }
  return inputs;
}

/** Outputs of the job that writes the file of a dataset whose name is greatest; none where only logs are written. */
export async function listOutputs(database: PandaDatabase, dataset: string): Promise<string[]> {
  const last = await database.sql.selectFrom('filestable4').select('PANDAID').where('DATASET', '=', dataset).where('TYPE', '=', 'output').orderBy('LFN', 'desc').limit(1).executeTakeFirst();
  if (last === undefined) return [];
  const rows = await database.sql.selectFrom('filestable4').select('LFN').where('PANDAID', '=', Number(last.PANDAID)).where('TYPE', '=', 'output').orderBy('ROW_ID').execute();
  return rows.map((row) => String(row.LFN));
}

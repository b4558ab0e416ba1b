import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { PandaDatabase } from '../panda-database.ts';
import type { Tables } from '../schema/tables.ts';

/** A dataset as `datasets` keeps it. */
export interface DatasetRecord {
  readonly name: string;
  /** `input`, `output`, `log` or `dispatch`. */
  readonly type: string;
  readonly status: string;
  readonly fileCount: number;
}

const namesPerQuery = 500;

/** Keeps datasets whose names are not there yet. */
export async function insertDatasets(database: PandaDatabase, datasets: readonly DatasetRecord[], time: string): Promise<void> {
  if (datasets.length > 0) await database.write((transaction) => insertDatasetsWithin(transaction, datasets, time));
}

/** The same within a transaction. */
export async function insertDatasetsWithin(transaction: Transaction<Tables>, datasets: readonly DatasetRecord[], time: string): Promise<void> {
  for (let start = 0; start < datasets.length; start += namesPerQuery) {
    const group = datasets.slice(start, start + namesPerQuery);
    const rows = await transaction.selectFrom('datasets').select('NAME').where('NAME', 'in', group.map(({ name }) => name)).execute();
    const known = new Set(rows.map((row) => row.NAME));
    const missing = group.filter(({ name }) => !known.has(name)).map(({ name, type, status, fileCount }) => ({ VUID: randomUUID(), NAME: name, TYPE: type, STATUS: status, NUMBERFILES: fileCount, CURRENTFILES: 0, CREATIONDATE: time, MODIFICATIONDATE: time }));
    if (missing.length > 0) await transaction.insertInto('datasets').values(missing).execute();
  }
}

/** A dataset by its name or its VUID; `undefined` for an unknown one. */
export async function findDataset(database: PandaDatabase, nameOrVuid: string): Promise<(DatasetRecord & { readonly vuid: string }) | undefined> {
  const row = await database.sql.selectFrom('datasets').selectAll().where((builder) => builder.or([builder('NAME', '=', nameOrVuid), builder('VUID', '=', nameOrVuid)])).executeTakeFirst();
  return row === undefined ? undefined : { vuid: row.VUID, name: row.NAME, type: row.TYPE ?? '', status: row.STATUS ?? '', fileCount: row.NUMBERFILES ?? 0 };
}

/** Sets the status of a dataset. */
export async function setDatasetStatus(database: PandaDatabase, name: string, status: string): Promise<void> {
  await database.write((transaction) => transaction.updateTable('datasets').set({ STATUS: status }).where('NAME', '=', name).execute());
}

import { sql, type Selectable } from 'kysely';
import { datasetRoles, fileTables, visibleJobCondition, type FileSelection } from '../files/select-files.ts';
import type { PandaDatabase } from '../panda-database.ts';
import { kindOfColumn, parseColumn } from '../schema/column-type.ts';
import { datasets } from '../schema/dataset-tables.ts';
import type { Tables } from '../schema/tables.ts';
import { jediDatasets } from '../schema/task-tables.ts';
import { columnConditions, type ColumnCondition } from '../selection/column-selection.ts';
import type { TaskDatasetRow } from '../tasks/task-files.ts';

/** A dataset as `datasets` keeps it, with its times. */
export type DatasetRow = Selectable<Tables['datasets']>;

/** A column of `datasets`. */
export type DatasetColumn = keyof typeof datasets.columns;

/** Names of the columns of a dataset, upper-case as in PanDA's schema. */
export const datasetColumns: readonly DatasetColumn[] = Object.keys(datasets.columns) as DatasetColumn[];

/** Which datasets are wanted; all conditions hold. */
export interface DatasetSelection {
  readonly conditions: readonly ColumnCondition<DatasetColumn>[];
  /** Changed at this time or later, `YYYY-MM-DD hh:mm:ss` in UTC. */
  readonly since?: string;
  /** Only those that hold files of jobs that are there to see, as `FileSelection` has it. */
  readonly ofJobs?: NonNullable<FileSelection['ofJobs']>;
}

/** Where only those with files of some jobs are wanted, so many of a selection are looked at, or as many as are wanted at most; it takes a millisecond each. */
export const scannedDatasets = 2_000;

/** How many of them at once. */
const datasetsAtOnce = 200;

/** Datasets of a selection, those that changed last first; where only those of some jobs are wanted, among the newest 2,000 that match otherwise. */
export async function selectDatasets(database: PandaDatabase, { conditions, since, ofJobs }: DatasetSelection, limit: number): Promise<DatasetRow[]> {
  const parts = [
    sql`1 = 1`,
    ...columnConditions(conditions, datasets.columns, { alias: 'd', traits: database.traits }),
    ...(since === undefined ? [] : [sql`d.MODIFICATIONDATE >= ${since}`]),
  ];
  const { rows } = await sql<DatasetRow>`select d.* from datasets d where ${sql.join(parts, sql` and `)} order by d.MODIFICATIONDATE desc, d.NAME limit ${ofJobs === undefined ? limit : Math.max(limit, scannedDatasets)}`.execute(database.sql);
  if (ofJobs === undefined) return [...rows];
  const visible: DatasetRow[] = [];
  for (let start = 0; start < rows.length && visible.length < limit; start += datasetsAtOnce) visible.push(...(await keepVisible(database, rows.slice(start, start + datasetsAtOnce), ofJobs)));
  return visible.slice(0, limit);
}

/** Those of some datasets that hold a file of a job that can be seen. */
async function keepVisible(database: PandaDatabase, rows: readonly DatasetRow[], ofJobs: NonNullable<FileSelection['ofJobs']>): Promise<DatasetRow[]> {
  const names = await sql<{ readonly NAME: string }>`select distinct d.NAME as NAME from datasets d where d.NAME in (${sql.join(rows.map(({ NAME }) => NAME))}) and ${hasVisibleFile(database, ofJobs)}`.execute(database.sql);
  const visible = new Set(names.rows.map(({ NAME }) => NAME));
  return rows.filter(({ NAME }) => visible.has(NAME));
}

/** A column of `jedi_datasets`. */
export type TaskDatasetColumn = keyof typeof jediDatasets.columns;

/** Which datasets of tasks are wanted; all conditions hold. What stands for work without input is none. */
export interface TaskDatasetSelection {
  readonly conditions: readonly ColumnCondition<TaskDatasetColumn>[];
  /** Changed at this time or later, `YYYY-MM-DD hh:mm:ss` in UTC. */
  readonly since?: string;
}

/** What tasks without input have in the place of a dataset. Source: panda-jedi, JediTaskSpec. */
export const pseudoDataset = 'pseudo_dataset';

/** Datasets of tasks, those of the newest tasks first. */
export async function selectTaskDatasets(database: PandaDatabase, { conditions, since }: TaskDatasetSelection, limit: number): Promise<TaskDatasetRow[]> {
  const parts = [
    sql`d.DATASETNAME <> ${pseudoDataset}`,
    ...columnConditions(conditions, jediDatasets.columns, { alias: 'd', traits: database.traits }),
    ...(since === undefined ? [] : [sql`d.MODIFICATIONTIME >= ${since}`]),
  ];
  const { rows } = await sql<TaskDatasetRow>`select d.* from jedi_datasets d where ${sql.join(parts, sql` and `)} order by d.JEDITASKID desc, d.DATASETID limit ${limit}`.execute(database.sql);
  return rows.map((row) => ({ ...row }));
}

/** Whether a column of a dataset holds numbers, times or texts. */
export function kindOfDatasetColumn(column: DatasetColumn): 'number' | 'time' | 'text' {
  return kindOfColumn(parseColumn(datasets.columns[column]).type);
}

function hasVisibleFile(database: PandaDatabase, ofJobs: NonNullable<FileSelection['ofJobs']>) {
  const places = fileTables.flatMap((table) => datasetRoles.map((column) => sql`(select 1 from ${sql.table(table)} j where ${sql.ref(`j.${column}`)} = d.NAME and ${visibleJobCondition(database, ofJobs, table)} limit 1) is not null`));
  return sql`(${sql.join(places, sql` or `)})`;
}

import { sql, type RawBuilder } from 'kysely';
import type { PandaDatabase } from '../panda-database.ts';
import { kindOfColumn, parseColumn } from '../schema/column-type.ts';
import { jediTasks } from '../schema/task-tables.ts';
import { columnConditions, type ColumnCondition } from '../selection/column-selection.ts';
import type { TaskRow } from './task-record.ts';

/** A column of `jedi_tasks`. */
export type TaskColumn = keyof typeof jediTasks.columns;

/** Names of the columns of a task, upper-case as in PanDA's schema. */
export const taskColumns: readonly TaskColumn[] = Object.keys(jediTasks.columns) as TaskColumn[];

/** What one column of a task is like. */
export type TaskCondition = ColumnCondition<TaskColumn>;

/** Which tasks are wanted; all conditions hold. */
export interface TaskSelection {
  readonly conditions: readonly TaskCondition[];
  /** Changed at this time or later, `YYYY-MM-DD hh:mm:ss` in UTC. */
  readonly since?: string;
  /** Only tasks with a lower number. */
  readonly belowId?: number;
}

/** A task of which some columns were read. */
export type FoundTask = Partial<TaskRow> & Pick<TaskRow, 'JEDITASKID'>;

/** Tasks of a selection, newest (highest number) first. */
export async function selectTasks(database: PandaDatabase, selection: TaskSelection, limit: number): Promise<TaskRow[]> {
  return listRows<TaskRow>(database, selection, { limit, columns: sql`*` });
}

/** Some columns of the same tasks: a page of a hundred tasks shows a dozen of them. */
export async function selectTaskColumns(database: PandaDatabase, selection: TaskSelection, { limit, columns }: { readonly limit: number; readonly columns: readonly TaskColumn[] }): Promise<FoundTask[]> {
  const wanted = sql.join([...new Set<TaskColumn>(['JEDITASKID', ...columns])].map((column) => sql.ref(`j.${column}`)));
  return listRows<FoundTask>(database, selection, { limit, columns: wanted });
}

async function listRows<Row>(database: PandaDatabase, selection: TaskSelection, { limit, columns }: { readonly limit: number; readonly columns: RawBuilder<unknown> }): Promise<Row[]> {
  const { rows } = await sql<Row>`select ${columns} from jedi_tasks j where ${taskCondition(database, selection)} order by j.JEDITASKID desc limit ${limit}`.execute(database.sql);
  return [...rows];
}

/** How many tasks of a selection have each value of a column, most first. */
export async function countTasksBy(database: PandaDatabase, selection: TaskSelection, column: TaskColumn): Promise<{ readonly value: string | number | undefined; readonly count: number }[]> {
  const name = sql.ref(`j.${column}`);
  const { rows } = await sql<{ readonly VALUE: string | number | null; readonly TASKCOUNT: number }>`select ${name} as VALUE, count(*) as TASKCOUNT from jedi_tasks j where ${taskCondition(database, selection)} group by ${name} order by TASKCOUNT desc, VALUE`.execute(database.sql);
  return rows.map(({ VALUE, TASKCOUNT }) => ({ value: VALUE ?? undefined, count: TASKCOUNT }));
}

/** Whether a column of a task holds numbers, times or texts. */
export function kindOfTaskColumn(column: TaskColumn): 'number' | 'time' | 'text' {
  return kindOfColumn(parseColumn(jediTasks.columns[column]).type);
}

function taskCondition({ traits }: PandaDatabase, { conditions, since, belowId }: TaskSelection) {
  const parts = [
    sql`1 = 1`,
    ...columnConditions(conditions, jediTasks.columns, { alias: 'j', traits }),
    ...(since === undefined ? [] : [sql`j.MODIFICATIONTIME >= ${since}`]),
    ...(belowId === undefined ? [] : [sql`j.JEDITASKID < ${belowId}`]),
  ];
  return sql.join(parts, sql` and `);
}

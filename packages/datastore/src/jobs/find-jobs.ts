import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { JobAttribute, JobAttributes, JobState } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { attributesFromRow, columnName } from '../schema/row-mapping.ts';
import { jobTables, type JobTable, type Tables } from '../schema/tables.ts';
import { tableOfState } from './job-place.ts';

/** Which jobs to find; every condition that is given must hold. */
export interface JobConditions {
  readonly states?: readonly JobState[];
  readonly prodSourceLabels?: readonly string[];
  readonly pandaIds?: readonly number[];
  readonly computingSite?: string;
  readonly prodUserName?: string;
  readonly jobDefinitionId?: number;
  readonly jediTaskId?: number;
  readonly cloud?: string;
  readonly jobExecutionId?: number;
  /** This time attribute is before a time. */
  readonly before?: { readonly attribute: 'modificationTime' | 'stateChangeTime' | 'creationTime' | 'startTime'; readonly time: string };
  /** The brokerage chose the site; none that a submitter named. */
  readonly isBrokered?: true;
  /** Changed at this time or later. */
  readonly changedSince?: string;
}

/** Jobs that meet conditions, lowest PandaID first, without files and parameters. */
export async function findJobs(database: PandaDatabase, conditions: JobConditions, limit: number): Promise<JobAttributes[]> {
  const jobs: JobAttributes[] = [];
  for (const table of tablesFor(conditions)) {
    const rows = await database.sql.selectFrom(table).selectAll().where((builder) => meets(builder, conditions)).orderBy('PANDAID').limit(limit).execute();
    jobs.push(...rows.map(attributesFromRow));
  }
  return jobs.sort((left, right) => Number(left.PandaID) - Number(right.PandaID)).slice(0, limit);
}

/** How many jobs have each combination of values of some attributes. */
export interface GroupedCount {
  readonly values: readonly (string | undefined)[];
  readonly count: number;
}

/** Jobs that meet conditions, counted by the values of some attributes. A combination may occur once for each table. */
export async function groupJobs(database: PandaDatabase, conditions: JobConditions, by: readonly JobAttribute[]): Promise<GroupedCount[]> {
  const columns = by.map(columnName);
  const counts: GroupedCount[] = [];
  for (const table of tablesFor(conditions)) {
    const rows = await database.sql
      .selectFrom(table)
      .select((builder) => [...columns, builder.fn.countAll().as('JOBCOUNT')])
      .where((builder) => meets(builder, conditions))
      .groupBy(columns)
      .execute();
    for (const row of rows) {
      const cells: Readonly<Record<string, unknown>> = row;
      counts.push({ values: columns.map((column) => textOf(cells[column])), count: Number(cells['JOBCOUNT']) });
    }
  }
  return counts;
}

function tablesFor({ states }: JobConditions): readonly JobTable[] {
  if (states === undefined) return jobTables;
  const wanted = new Set(states.map(tableOfState));
  return jobTables.filter((table) => wanted.has(table));
}

function meets(builder: ExpressionBuilder<Tables, JobTable>, conditions: JobConditions): Expression<SqlBool> {
  const { states, prodSourceLabels, pandaIds, computingSite, prodUserName, jobDefinitionId, jediTaskId, cloud, jobExecutionId, before, changedSince, isBrokered } = conditions;
  return builder.and([
    ...(states === undefined ? [] : [builder('JOBSTATUS', 'in', states)]),
    ...(prodSourceLabels === undefined ? [] : [builder('PRODSOURCELABEL', 'in', prodSourceLabels)]),
    ...(pandaIds === undefined ? [] : [builder('PANDAID', 'in', pandaIds)]),
    ...(computingSite === undefined ? [] : [builder('COMPUTINGSITE', '=', computingSite)]),
    ...(prodUserName === undefined ? [] : [builder('PRODUSERNAME', '=', prodUserName)]),
    ...(jobDefinitionId === undefined ? [] : [builder('JOBDEFINITIONID', '=', jobDefinitionId)]),
    ...(jediTaskId === undefined ? [] : [builder('JEDITASKID', '=', jediTaskId)]),
    ...(cloud === undefined ? [] : [builder('CLOUD', '=', cloud)]),
    ...(jobExecutionId === undefined ? [] : [builder('JOBEXECUTIONID', '=', jobExecutionId)]),
    ...(isBrokered === undefined ? [] : [builder('COMPUTINGSITE', 'is not', null), builder.or([builder('RELOCATIONFLAG', '=', 0), builder('RELOCATIONFLAG', 'is', null)])]),
    ...(before === undefined ? [] : [builder(columnName(before.attribute), '<', before.time)]),
    ...(changedSince === undefined ? [] : [builder('MODIFICATIONTIME', '>=', changedSince)]),
  ]);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

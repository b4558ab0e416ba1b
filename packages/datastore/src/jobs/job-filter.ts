import { sql, type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';
import { jobAttributes, type JobAttribute } from '@bigpanda/model';
import { isNumberColumn } from '../schema/column-type.ts';
import { jobColumns } from '../schema/job-columns.ts';
import { columnName } from '../schema/row-mapping.ts';
import type { JobTable, Tables } from '../schema/tables.ts';

/** Which jobs are wanted. */
export interface JobFilter {
  /** Text of each attribute: `*` stands for any text, `|` between texts for or. */
  readonly attributes: Readonly<Partial<Record<JobAttribute, string>>>;
  /** Only jobs changed at this time or later, `YYYY-MM-DD HH:MM:SS` in UTC. */
  readonly changedSince?: string;
}

/** The condition of a filter in SQL. */
export function filterCondition(builder: ExpressionBuilder<Tables, JobTable>, filter: JobFilter): Expression<SqlBool> {
  const conditions = jobAttributes.flatMap((name) => {
    const text = filter.attributes[name];
    return text === undefined ? [] : [builder.or(text.split('|').map((pattern) => matches(builder, name, pattern)))];
  });
  const { changedSince } = filter;
  return builder.and(changedSince === undefined ? conditions : [...conditions, builder('MODIFICATIONTIME', '>=', changedSince)]);
}

function matches(builder: ExpressionBuilder<Tables, JobTable>, name: JobAttribute, pattern: string): Expression<SqlBool> {
  const column = columnName(name);
  if (!pattern.includes('*')) return isNumberColumn(jobColumns[name]) && !Number.isFinite(Number(pattern)) ? sql<SqlBool>`1 = 0` : builder(column, '=', pattern);
  const like = pattern.replace(/[!%_]/g, '!$&').replaceAll('*', '%');
  return sql<SqlBool>`${sql.ref(column)} like ${like} escape '!'`;
}

import type { ColumnCondition } from '@bigpanda/datastore';
import type { ConfigurationProblem } from '@bigpanda/model';
import { readParameter } from '../request/parameters.ts';
import { wrongParameters } from '../route/page-request.ts';
import { readPatterns, type ValueKind } from './value-pattern.ts';

export interface ColumnReading<Column extends string> {
  readonly kindOf: (column: Column) => ValueKind;
  readonly parameters: URLSearchParams;
  /** What holds of a column that the address says nothing of; nothing when absent. */
  readonly presetOf?: (column: Column) => string | undefined;
}

/**
 * The conditions that an address tells of columns, each by its name in lower case.
 * @throws PandaError `PARAMETERS_WRONG`
 */
export function readColumnConditions<Column extends string>(columns: readonly Column[], { kindOf, parameters, presetOf }: ColumnReading<Column>): ColumnCondition<Column>[] {
  const problems: ConfigurationProblem[] = [];
  const conditions = columns.flatMap((column): ColumnCondition<Column>[] => {
    const text = readParameter(parameters, column.toLowerCase()) ?? presetOf?.(column);
    if (text === undefined) return [];
    const read = readPatterns(kindOf(column), text);
    if (!('allowed' in read)) return [{ column, ...read }];
    problems.push({ path: column.toLowerCase(), found: `"${text.slice(0, 60)}"`, allowed: read.allowed });
    return [];
  });
  if (problems.length > 0) throw wrongParameters(problems);
  return conditions;
}

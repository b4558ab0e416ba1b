import { sql } from 'kysely';
import type { JobAttribute, JobSelection, SpecValue } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { planCount, sourceCondition, type CountSource } from './count-sources.ts';
import { countGroups, type CombinationCount } from './grouped-counts.ts';
import { countedValue, sortableColumn, type SelectionColumn } from './selection-column.ts';

/** How many jobs of a selection have each value of an attribute. */
export interface AttributeCounts {
  readonly attribute: JobAttribute;
  /** Most first, then by value; `undefined` is unset or an empty text. */
  readonly values: readonly ValueCount[];
  /** Values beyond those, and the jobs that have them. */
  readonly rest: { readonly values: number; readonly count: number };
}

export interface ValueCount {
  readonly value: SpecValue | undefined;
  readonly count: number;
}

export interface CountOptions {
  readonly by: readonly JobAttribute[];
  /** Values of an attribute that are told; 100 when absent. */
  readonly limit?: number;
}

/** Attributes that were counted together, and how many jobs have which values of them, in their order. */
interface CountedGroup {
  readonly attributes: readonly JobAttribute[];
  readonly combinations: readonly CombinationCount[];
}

const placeAttributes: readonly JobAttribute[] = ['cloud', 'computingSite', 'jobStatus'];

interface CountedRow {
  readonly VALUE: SpecValue | null;
  readonly JOBCOUNT: number;
  readonly TOTAL: number;
  readonly DISTINCTCOUNT: number;
}

const defaultLimit = 100;

/** More combinations than these take longer to carry over than to count again for each attribute. */
const maxCombinations = 50_000;

/** What the jobs of a task have in common, as a rule: counted together there are hardly more combinations of these than tasks. */
const taskAttributes: ReadonlySet<JobAttribute> = new Set(['jediTaskID', 'taskID', 'reqID', 'prodUserName', 'prodUserID', 'VO', 'prodSourceLabel', 'processingType', 'workingGroup', 'transformation', 'homepackage', 'AtlasRelease', 'cmtConfig', 'coreCount']);

/**
 * Jobs of a selection counted by the values of each of some attributes, in the order of `by`.
 * @throws PandaError `ATTRIBUTE_UNKNOWN`
 */
export async function countJobsBy(database: PandaDatabase, selection: JobSelection, { by, limit = defaultLimit }: CountOptions): Promise<AttributeCounts[]> {
  const columns = by.map(sortableColumn);
  const { jobs, sums } = await planCount(database, selection, by);
  const together = groupColumns(columns);
  const isBounded = selection.conditions.length > 0 || selection.since !== undefined || selection.until !== undefined;
  // All sums are counted in the order of indexes; some are found once for all attributes, together with the jobs beside them.
  const found = await Promise.all(isBounded
    ? together.map((group) => countTogether(database, [...jobs, ...sums], group))
    : [...together.map((group) => countTogether(database, jobs, group)), ...groupByIndexes(columns).map((group) => countTogether(database, sums, group))]);
  const groups = found.filter((group) => group !== undefined);
  if (groups.length < found.length) return Promise.all(columns.map((column) => countOne(database, [...jobs, ...sums], { column, limit })));
  return columns.map((column) => addUp(column, limit, groups));
}

/** Attributes that differ from task to task apart from those that differ within one: their combinations would be as many as both multiplied. */
function groupColumns(columns: readonly SelectionColumn[]): readonly (readonly SelectionColumn[])[] {
  const ofTasks = columns.filter(({ attribute }) => taskAttributes.has(attribute));
  const others = columns.filter(({ attribute }) => !taskAttributes.has(attribute));
  const taskFirst = ofTasks.toSorted((left, right) => Number(right.attribute === 'jediTaskID') - Number(left.attribute === 'jediTaskID'));
  return [others, taskFirst].filter((group) => group.length > 0);
}

/** Where and in which state jobs are has one index of the sums, in this order; each other attribute that is often counted by one of its own. */
function groupByIndexes(columns: readonly SelectionColumn[]): readonly (readonly SelectionColumn[])[] {
  const together = placeAttributes.flatMap((attribute) => columns.filter((column) => column.attribute === attribute));
  const alone = columns.filter((column) => !together.includes(column)).map((column) => [column]);
  return together.length === 0 ? alone : [together, ...alone];
}

/** The combinations of some attributes; `undefined` when these are too many. */
async function countTogether(database: PandaDatabase, sources: readonly CountSource[], columns: readonly SelectionColumn[]): Promise<CountedGroup | undefined> {
  const combinations = await countGroups(database, sources, { by: columns.map((column) => ({ column })), limit: maxCombinations });
  return combinations.length === maxCombinations ? undefined : { attributes: columns.map(({ attribute }) => attribute), combinations };
}

function addUp({ attribute }: SelectionColumn, limit: number, groups: readonly CountedGroup[]): AttributeCounts {
  const added = new Map<SpecValue | undefined, number>();
  for (const { attributes, combinations } of groups) {
    const place = attributes.indexOf(attribute);
    if (place < 0) continue;
    for (const { values, count } of combinations) added.set(values[place], (added.get(values[place]) ?? 0) + count);
  }
  const sorted = [...added].map(([value, count]) => ({ value, count })).sort((left, right) => right.count - left.count || compareValues(left.value, right.value));
  const beyond = sorted.slice(limit);
  return { attribute, values: sorted.slice(0, limit), rest: { values: beyond.length, count: beyond.reduce((sum, { count }) => sum + count, 0) } };
}

/** The order of databases: what is unset first, texts by their characters' numbers. */
function compareValues(left: SpecValue | undefined, right: SpecValue | undefined): number {
  if (left === undefined || right === undefined) return Number(left !== undefined) - Number(right !== undefined);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [before, after] = [String(left), String(right)];
  // Half of a character beyond the first 65,536 has a lower number than the last of these.
  if (/[\ud800-\udfff]/.test(before + after)) return Buffer.compare(Buffer.from(before), Buffer.from(after));
  return before < after ? -1 : Number(before > after);
}

async function countOne({ sql: database, traits }: PandaDatabase, sources: readonly CountSource[], { column, limit }: { readonly column: SelectionColumn; readonly limit: number }): Promise<AttributeCounts> {
  const parts = sources.map((source) => sql`select ${column.sql} as VALUE, ${source.count} as JOBCOUNT from ${sql.table(source.table)} j where ${sourceCondition(source, traits)} group by ${column.sql}`);
  const value = countedValue(column, 'VALUE');
  const { rows } = await sql<CountedRow>`select ${value} as VALUE, sum(JOBCOUNT) as JOBCOUNT, sum(sum(JOBCOUNT)) over () as TOTAL, count(*) over () as DISTINCTCOUNT from (${sql.join(parts, sql` union all `)}) counted group by ${value} having sum(JOBCOUNT) > 0 order by JOBCOUNT desc, VALUE limit ${limit}`.execute(database);
  const values = rows.map(({ VALUE, JOBCOUNT }) => ({ value: VALUE ?? undefined, count: JOBCOUNT }));
  const told = values.reduce((sum, { count }) => sum + count, 0);
  return { attribute: column.attribute, values, rest: { values: (rows[0]?.DISTINCTCOUNT ?? 0) - values.length, count: (rows[0]?.TOTAL ?? 0) - told } };
}

import { PrimitiveValueListNode, sql, type Expression, type RawBuilder, type SqlBool } from 'kysely';
import { jobAttributes, type JobAttribute, type JobAttributes, type JobSelection } from '@bigpanda/model';
import { readJobParameters } from '../jobs/read-jobs.ts';
import type { PandaDatabase } from '../panda-database.ts';
import { requiredJobNumbers, requiredJobTexts } from '../schema/required-columns.ts';
import { attributeReader } from '../schema/row-mapping.ts';
import { allJobTables, type JobRow, type Tables } from '../schema/tables.ts';
import { formatCursor, readCursor, type JobCursor } from './job-cursor.ts';
import { narrowSelection, type EndedPart } from './narrowed-selection.ts';
import { listColumns, sortableColumn, type SelectionColumn } from './selection-column.ts';
import { selectionCondition } from './selection-condition.ts';

export interface JobOrder {
  readonly attribute: JobAttribute;
  readonly direction: 'ascending' | 'descending';
}

export interface SelectOptions {
  /** Jobs alike in this are in the order of their PandaIDs, in the same direction. */
  readonly order: JobOrder;
  readonly limit: number;
  /** What an earlier answer gave as `next` or `previous`; the beginning when absent. */
  readonly cursor?: string;
  /** Attributes that are read; all when absent. PandaID always is. */
  readonly attributes?: readonly JobAttribute[];
  /** Reads jobParameters too. */
  readonly withParameters?: boolean;
}

/** One page of a list of jobs. */
export interface JobPage {
  readonly jobs: readonly JobAttributes[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: string;
  /** Where the page before ends; absent on the first one. */
  readonly previous?: string;
}

interface FoundKey {
  readonly PANDAID: number;
  readonly VALUE: string | number | null;
  /** Which of the tables it was found in, by number. */
  readonly PLACE: number;
}

/** Ids stand in a statement once for each table; SQLite takes 32,766 values. Source: SQLITE_MAX_VARIABLE_NUMBER. */
const idsPerStatement = 1000;

/** Attributes that stand in tables of their own. */
const elsewhere: ReadonlySet<JobAttribute> = new Set(['jobParameters', 'metadata']);

/**
 * A page of the jobs of a selection, from all tables together, the archive too; without files and metadata. A page far
 * into the list costs what the first one does. By PandaID and modificationTime jobs are in order already; by another
 * attribute the whole selection is looked at.
 * @throws PandaError `ATTRIBUTE_UNKNOWN`, `CURSOR_INVALID`
 */
export async function selectJobs(database: PandaDatabase, selection: JobSelection, options: SelectOptions): Promise<JobPage> {
  const column = sortableColumn(options.order.attribute);
  const cursor = options.cursor === undefined ? undefined : readCursor(options.cursor, column);
  const isBackward = cursor?.side === 'before';
  const found = await findKeys(database, selection, { column, cursor, isDescending: (options.order.direction === 'descending') !== isBackward, limit: options.limit + 1 });
  const hasMore = found.length > options.limit;
  const keys = found.slice(0, options.limit);
  if (isBackward) keys.reverse();
  const jobs = await readRows(database, keys, options);
  const place = (key: FoundKey | undefined, side: JobCursor['side']): string | undefined => (key === undefined ? undefined : formatCursor({ side, value: key.VALUE, pandaId: key.PANDAID }));
  const next = isBackward || hasMore ? place(keys.at(-1), 'after') : undefined;
  const previous = (isBackward ? hasMore : cursor !== undefined) ? place(keys[0], 'before') : undefined;
  return { jobs, ...(next === undefined ? {} : { next }), ...(previous === undefined ? {} : { previous }) };
}

interface KeySearch {
  readonly column: SelectionColumn;
  readonly cursor: JobCursor | undefined;
  readonly isDescending: boolean;
  readonly limit: number;
}

/** A part of a selection, for some tables; `isScanned` where jobs are looked at in the order of their PandaIDs, whatever their time. */
type SearchedPart = EndedPart & { readonly isScanned?: boolean };

/** One statement for all tables, so that a job on its way from one to another is found once. */
async function findKeys(database: PandaDatabase, selection: JobSelection, { column, cursor, isDescending, limit }: KeySearch): Promise<FoundKey[]> {
  const ended = await narrowSelection(database, selection, { attribute: column.attribute, isDescending, cursor, limit });
  const direction = sql.raw(isDescending ? 'desc' : 'asc');
  const beyond = cursor === undefined ? sql`` : sql`and ${cursorCondition(column, cursor, isDescending)}`;
  // Jobs that have not ended are few enough to look at all of them, and the first ones of a list are mostly found at once.
  const unended: SearchedPart = { selection, isFoundByTime: false, isScanned: column.attribute === 'PandaID' };
  const places = allJobTables.flatMap((table) => (table.startsWith('jobsarchived') ? ended : [unended]).map((part: SearchedPart) => ({ table, condition: selectionCondition(part.selection, database.traits, part), before: sql.raw(part.isFoundByTime ? database.traits.unindexed : '') })));
  const parts = places.map(({ table, condition, before }, index) => sql`select * from (select j.PANDAID as PANDAID, ${column.sql} as VALUE, ${sql.lit(allJobTables.indexOf(table))} as PLACE from ${sql.table(table)} j where ${condition} ${beyond} order by ${before}${column.sql} ${direction}, j.PANDAID ${direction} limit ${limit}) ${sql.ref(`part${index}`)}`);
  const { rows } = await sql<FoundKey>`select PANDAID, VALUE, PLACE from (${sql.join(parts, sql` union all `)}) found order by VALUE ${direction}, PANDAID ${direction} limit ${limit}`.execute(database.sql);
  return rows;
}

/** Jobs beyond a place. Written so that an index on the column begins at the place; the unset ones come first when ascending, in every database. */
function cursorCondition({ attribute, sql: column }: SelectionColumn, { value, pandaId }: JobCursor, isDescending: boolean): RawBuilder<SqlBool> {
  const beyond = sql.raw(isDescending ? '<' : '>');
  const id = sql<SqlBool>`j.PANDAID ${beyond} ${pandaId}`;
  if (attribute === 'PandaID') return id;
  if (value === null) return isDescending ? sql<SqlBool>`(${column} is null and ${id})` : sql<SqlBool>`(${column} is not null or ${id})`;
  const further = sql<SqlBool>`(${column} ${beyond}= ${value} and (${column} ${beyond} ${value} or ${id}))`;
  const isAlwaysSet = requiredJobNumbers.has(attribute) || requiredJobTexts.has(attribute);
  return isDescending && !isAlwaysSet ? sql<SqlBool>`(${further} or ${column} is null)` : further;
}

/** Jobs in the order of their keys, so many in a statement that no database finds it too long. */
async function readRows(database: PandaDatabase, keys: readonly FoundKey[], options: SelectOptions): Promise<JobAttributes[]> {
  const jobs: JobAttributes[] = [];
  for (let start = 0; start < keys.length; start += idsPerStatement) jobs.push(...(await readGroup(database, keys.slice(start, start + idsPerStatement), options)));
  return jobs;
}

/** Each is read where it was found; one that has moved since is looked for in every table. */
async function readGroup(database: PandaDatabase, keys: readonly FoundKey[], options: SelectOptions): Promise<JobAttributes[]> {
  const pandaIds = keys.map((key) => key.PANDAID);
  const places = [...Map.groupBy(keys, (key) => key.PLACE)].flatMap(([place, found]) => allJobTables.slice(place, place + 1).map((table) => ({ table, pandaIds: found.map((key) => key.PANDAID) })));
  const jobs = new Map(await readPlaces(database, places, options));
  const moved = pandaIds.filter((id) => !jobs.has(id));
  if (moved.length > 0) for (const [id, job] of await readPlaces(database, allJobTables.map((table) => ({ table, pandaIds: moved })), options)) jobs.set(id, job);
  const parameters = options.withParameters === true ? await readJobParameters(database.sql, pandaIds) : new Map<number, string>();
  return pandaIds.flatMap((id) => {
    const [job, jobParameters] = [jobs.get(id), parameters.get(id)];
    return job === undefined ? [] : [jobParameters === undefined ? job : { ...job, jobParameters }];
  });
}

/** Some jobs of some tables, by their PandaIDs. */
async function readPlaces({ sql: database }: PandaDatabase, places: readonly { readonly table: keyof Tables; readonly pandaIds: readonly number[] }[], { attributes = jobAttributes }: SelectOptions): Promise<(readonly [number, JobAttributes])[]> {
  const read = [...new Set<JobAttribute>(['PandaID', ...attributes])].filter((name) => !elsewhere.has(name));
  const [columns, toAttributes] = [listColumns(read), attributeReader(read)];
  const parts = places.map(({ table, pandaIds }) => sql`select ${columns} from ${sql.table(table)} j where j.PANDAID in ${listValues(pandaIds)}`);
  const { rows } = await sql<Partial<JobRow>>`${sql.join(parts, sql` union all `)}`.execute(database);
  return rows.map((row) => [Number(row.PANDAID), toAttributes(row)] as const);
}

/** Values in brackets, each bound: as one part of the statement, of which there can be thousands. */
function listValues(values: readonly number[]): Expression<unknown> {
  return { expressionType: undefined, toOperationNode: () => PrimitiveValueListNode.create(values) };
}

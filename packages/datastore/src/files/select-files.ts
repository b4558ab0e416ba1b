import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { fileAttributes, type FileAttribute, type FileSpec, type ValuePattern } from '@bigpanda/model';
import type { PandaDatabase } from '../panda-database.ts';
import { kindOfColumn } from '../schema/column-type.ts';
import { fileColumns } from '../schema/file-columns.ts';
import { columnName, fileFromRow } from '../schema/row-mapping.ts';
import { allJobTables, type FileRow } from '../schema/tables.ts';
import { columnCondition } from '../selection/selection-condition.ts';

/** What one attribute of a file is like. */
export interface FileCondition {
  readonly attribute: FileAttribute;
  readonly patterns: readonly ValuePattern[];
  /** None of the patterns holds. */
  readonly isNegated?: true;
}

/** Which files of jobs are wanted; all conditions hold. */
export interface FileSelection {
  readonly conditions: readonly FileCondition[];
  /** In any of its roles: files of the dataset, or that are sent to jobs or away from them as part of it. */
  readonly dataset?: string;
  /** Only files with a lower `row_ID`. */
  readonly belowRowId?: number;
  /** Only files of jobs that are there to see, those of a VO where it is like this. */
  readonly ofJobs?: { readonly vo?: Omit<FileCondition, 'attribute'> };
}

/** A file of a job, and when it last changed. */
export interface FoundFile {
  readonly file: FileSpec;
  /** `YYYY-MM-DD hh:mm:ss` in UTC. */
  readonly changed: string;
}

/** How many files of a selection have the same type and status. */
export interface FileCount {
  readonly type: string;
  readonly status: string;
  readonly files: number;
  readonly bytes: number;
}

/** The tables of files, of jobs and of archived ones. */
export const fileTables = ['filestable4', 'filestable_arch'] as const;

/** Columns of a file that name a dataset. */
export const datasetRoles = ['DATASET', 'DISPATCHDBLOCK', 'DESTINATIONDBLOCK'] as const;

/** Attributes by which files are found without looking at all of them. */
const lookedUp: ReadonlySet<FileAttribute> = new Set(['row_ID', 'PandaID', 'lfn', 'dataset', 'dispatchDBlock', 'destinationDBlock']);

/** Rows of each table that are looked at where no condition can be looked up. */
export const scannedFiles = 100_000;

/** Whether the files of a selection are found by an index; else only the newest ones are looked at. */
export function findsByIndex({ conditions, dataset }: Pick<FileSelection, 'conditions' | 'dataset'>): boolean {
  return dataset !== undefined || conditions.some(({ attribute, patterns, isNegated }) => lookedUp.has(attribute) && isNegated !== true && patterns.every((pattern) => pattern.kind === 'equal' || (pattern.kind === 'like' && /^[^*]/.test(pattern.text))));
}

/** Whether an attribute of a file is a number or a text. */
export function kindOfFileAttribute(attribute: FileAttribute): 'number' | 'time' | 'text' {
  return kindOfColumn(fileColumns[attribute]);
}

/** Files of jobs, newest (highest `row_ID`) first, from the archive too; where nothing can be looked up, among the newest 100,000. */
export async function selectFiles(database: PandaDatabase, selection: FileSelection, limit: number): Promise<FoundFile[]> {
  const order = sql.raw(findsByIndex(selection) ? database.traits.unindexed : '');
  const columns = sql.join([...fileAttributes.map((name) => sql.ref(`j.${columnName(name)}`)), sql.ref('j.MODIFICATIONTIME')]);
  const parts = fileTables.map((table) => sql`select * from (select ${columns} from ${sql.table(table)} j where ${fileCondition(database, selection, table)} order by ${order}j.ROW_ID desc limit ${limit}) ${sql.ref(table)}`);
  const { rows } = await sql<FileRow>`select * from (${sql.join(parts, sql` union all `)}) found order by ROW_ID desc limit ${limit}`.execute(database.sql);
  return rows.map((row) => ({ file: fileFromRow(row), changed: row.MODIFICATIONTIME }));
}

/** The files of a selection by type and status, most first. */
export async function countFiles(database: PandaDatabase, selection: FileSelection): Promise<FileCount[]> {
  const parts = fileTables.map((table) => sql`select j.TYPE as TYPE, j.STATUS as STATUS, j.FSIZE as FSIZE from ${sql.table(table)} j where ${fileCondition(database, selection, table)}`);
  const { rows } = await sql<{ readonly TYPE: string | null; readonly STATUS: string | null; readonly FILECOUNT: number | string; readonly BYTES: number | string | null }>`select TYPE, STATUS, count(*) as FILECOUNT, sum(FSIZE) as BYTES from (${sql.join(parts, sql` union all `)}) found group by TYPE, STATUS order by FILECOUNT desc, TYPE, STATUS`.execute(database.sql);
  return rows.map(({ TYPE, STATUS, FILECOUNT, BYTES }) => ({ type: TYPE ?? '', status: STATUS ?? '', files: Number(FILECOUNT), bytes: Number(BYTES ?? 0) }));
}

/** The condition that a file of a table is of a job that can be seen, for a statement that calls the file `j`. Files are archived with their jobs. Not by `exists`, for which MariaDB would gather all jobs of a VO first. */
export function visibleJobCondition({ traits }: PandaDatabase, { vo }: NonNullable<FileSelection['ofJobs']>, fileTable: (typeof fileTables)[number]): RawBuilder<SqlBool> {
  const parts = (fileTable === 'filestable_arch' ? ['jobsarchived'] as const : allJobTables).map((table) => sql<SqlBool>`(select 1 from ${sql.table(table)} o where o.PANDAID = j.PANDAID and ${vo === undefined ? sql`1 = 1` : columnCondition({ type: 'varchar(16)', sql: sql.ref('o.VO') }, vo, traits)} limit 1) is not null`);
  return sql<SqlBool>`(${sql.join(parts, sql` or `)})`;
}

function fileCondition(database: PandaDatabase, { conditions, dataset, belowRowId, ofJobs }: FileSelection, table: (typeof fileTables)[number]): RawBuilder<SqlBool> {
  const parts = [
    sql<SqlBool>`1 = 1`,
    ...conditions.map((condition) => columnCondition({ type: fileColumns[condition.attribute], sql: sql.ref(`j.${columnName(condition.attribute)}`) }, condition, database.traits)),
    ...(dataset === undefined ? [] : [sql<SqlBool>`(${sql.join(datasetRoles.map((column) => sql`${sql.ref(`j.${column}`)} = ${dataset}`), sql` or `)})`]),
    ...(belowRowId === undefined ? [] : [sql<SqlBool>`j.ROW_ID < ${belowRowId}`]),
    ...(findsByIndex({ conditions, ...(dataset === undefined ? {} : { dataset }) }) ? [] : [sql<SqlBool>`j.ROW_ID > (select max(n.ROW_ID) from ${sql.table(table)} n) - ${scannedFiles}`]),
    ...(ofJobs === undefined ? [] : [visibleJobCondition(database, ofJobs, table)]),
  ];
  return sql<SqlBool>`${sql.join(parts, sql` and `)}`;
}

import { fileAttributes, jobAttributes, type FileSpec, type JobAttribute, type JobAttributes, type SpecValue } from '@bigpanda/model';
import { columnValue } from './column-value.ts';
import { fileColumns } from './file-columns.ts';
import { jobColumns } from './job-columns.ts';
import { requiredJobNumbers } from './required-columns.ts';
import type { FileRow, JobRow } from './tables.ts';

/** Attributes that stand in tables of their own; their columns in the jobs tables stay empty, as PanDA leaves them. */
const elsewhere: ReadonlySet<JobAttribute> = new Set(['jobParameters', 'metadata']);

/** Each attribute with its column, made once: rows are read and written all the time. */
const jobPairs = pairColumns(jobAttributes);
const filePairs = pairColumns(fileAttributes);

/** The name of an attribute's column. */
export function columnName<Name extends string>(attribute: Name): Uppercase<Name> {
  return attribute.toUpperCase() as Uppercase<Name>;
}

/**
 * The columns that set attributes fill; `jobParameters` and `metadata` are left out.
 * @throws PandaError `COLUMN_VALUE_INVALID`
 */
export function jobRowChanges(attributes: JobAttributes): Partial<JobRow> {
  const row: Partial<JobRow> = {};
  for (const [name, column] of jobPairs) {
    const value = attributes[name];
    if (value === undefined || elsewhere.has(name)) continue;
    row[column] = columnValue(name, jobColumns[name], value) ?? (requiredJobNumbers.has(name) ? 0 : null);
  }
  return row;
}

/** The attributes of a job that a row holds. */
export function attributesFromRow(row: Readonly<Partial<JobRow>>): JobAttributes {
  return attributesOf(jobPairs, row);
}

/** What gives the attributes of jobs that rows hold of which some attributes were read. */
export function attributeReader(attributes: readonly JobAttribute[]): (row: Readonly<Partial<JobRow>>) => JobAttributes {
  const pairs = pairColumns(attributes);
  return (row) => attributesOf(pairs, row);
}

/** The columns that a file fills. */
export function fileRowChanges(file: FileSpec): Partial<FileRow> {
  const row: Partial<FileRow> = {};
  for (const [name, column] of filePairs) {
    const value = file[name];
    if (value !== undefined) row[column] = columnValue(name, fileColumns[name], value) ?? (name === 'fsize' ? 0 : null);
  }
  return row;
}

/** The file that a row holds. */
export function fileFromRow(row: Readonly<FileRow>): FileSpec {
  return attributesOf(filePairs, row);
}

function pairColumns<Name extends string>(names: readonly Name[]): readonly (readonly [Name, Uppercase<Name>])[] {
  return names.map((name) => [name, columnName(name)]);
}

function attributesOf<Name extends string>(pairs: readonly (readonly [Name, Uppercase<Name>])[], row: Readonly<Partial<Record<Uppercase<Name>, SpecValue | null | undefined>>>): Partial<Record<Name, SpecValue>> {
  const attributes: Partial<Record<Name, SpecValue>> = {};
  for (const [name, column] of pairs) {
    const value: SpecValue | null | undefined = row[column];
    if (value !== null && value !== undefined) attributes[name] = value;
  }
  return attributes;
}

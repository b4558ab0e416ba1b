import type { FileAttribute, JobAttribute, SpecValue } from '@bigpanda/model';

/** A row of one of the jobs tables. */
export type JobRow = { [Name in JobAttribute as Uppercase<Name>]: SpecValue | null };

/** A row of filestable4. */
export type FileRow = { [Name in FileAttribute as Uppercase<Name>]: SpecValue | null } & { MODIFICATIONTIME: string };

export interface JobParametersRow {
  PANDAID: number;
  MODIFICATIONTIME: string;
  JOBPARAMETERS: string | null;
}

export interface MetadataRow {
  PANDAID: number;
  MODIFICATIONTIME: string;
  METADATA: string | null;
}

/** One move of a job; within a second the order of rows is the order of states. */
export interface StatusLogRow {
  PANDAID: number;
  MODIFICATIONTIME: string;
  JOBSTATUS: string;
  PRODSOURCELABEL: string | null;
  CLOUD: string | null;
  COMPUTINGSITE: string | null;
  MODIFICATIONHOST: string | null;
}

export interface SequenceRow {
  NAME: string;
  /** The last value given out. */
  VALUE: number;
}

export interface MigrationRow {
  NAME: string;
  APPLIED_AT: string;
}

/** PanDA's own tables, lower-case as in its MySQL schema; sequences and migrations are ours. */
export interface Tables {
  jobsdefined4: JobRow;
  jobswaiting4: JobRow;
  jobsactive4: JobRow;
  jobsarchived4: JobRow;
  filestable4: FileRow;
  jobparamstable: JobParametersRow;
  metatable: MetadataRow;
  jobs_statuslog: StatusLogRow;
  panda_sequences: SequenceRow;
  panda_migrations: MigrationRow;
}

/** The tables a job may be in; it is in exactly one. */
export const jobTables = ['jobsdefined4', 'jobswaiting4', 'jobsactive4', 'jobsarchived4'] as const satisfies readonly (keyof Tables)[];

export type JobTable = (typeof jobTables)[number];

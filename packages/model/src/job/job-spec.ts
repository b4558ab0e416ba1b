import type { FileAttribute } from './file-attributes.ts';
import type { JobAttribute } from './job-attributes.ts';

/** A set attribute. An unset one is absent here and the text `NULL` on the wire. */
export type SpecValue = string | number;

/** The attributes of a job that are set. */
export type JobAttributes = Readonly<Partial<Record<JobAttribute, SpecValue>>>;

/** The attributes of a file that are set. */
export type FileSpec = Readonly<Partial<Record<FileAttribute, SpecValue>>>;

/** A job and the files it reads and writes. */
export interface JobSpec {
  readonly attributes: JobAttributes;
  readonly files: readonly FileSpec[];
}

import { jobAttributes, type JobAttribute, type JobAttributes, type SpecValue } from '@bigpanda/model';

/** A job by attribute names in lower case, as BigPanDAmon's JSON has them; unset ones are null. */
export type JobRecord = Readonly<Record<string, SpecValue | null>>;

/** The record of a job: of the attributes that were read of it, all when absent. */
export function toJobRecord(job: JobAttributes, read: readonly JobAttribute[] = jobAttributes): JobRecord {
  return Object.fromEntries(read.map((name) => [name.toLowerCase(), job[name] ?? null]));
}

import { jobAttributes, type JobAttributes, type SpecValue } from '@bigpanda/model';

/** A job by attribute names in lower case, as BigPanDAmon's JSON has them; unset ones are null. */
export type JobRecord = Readonly<Record<string, SpecValue | null>>;

/** The record of a job. */
export function toJobRecord(job: JobAttributes): JobRecord {
  return Object.fromEntries(jobAttributes.map((name) => [name.toLowerCase(), job[name] ?? null]));
}

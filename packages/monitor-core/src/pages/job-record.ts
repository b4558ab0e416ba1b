import { jobAttributes, type JobAttribute, type JobAttributes, type SpecValue } from '@bigpanda/model';

/** A job by attribute names in lower case, as BigPanDAmon's JSON has them; unset ones are null. */
export type JobRecord = Readonly<Record<string, SpecValue | null>>;

/** Made once: a list has thousands of values. */
const lowerNames: Readonly<Record<string, string>> = Object.fromEntries(jobAttributes.map((name) => [name, name.toLowerCase()]));

/** The record of a job: of the attributes that were read of it, all when absent. */
export function toJobRecord(job: JobAttributes, read: readonly JobAttribute[] = jobAttributes): JobRecord {
  const record: Record<string, SpecValue | null> = {};
  for (const name of read) record[lowerNames[name] ?? name] = job[name] ?? null;
  return record;
}

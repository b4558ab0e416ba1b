import type { NewJob } from '@bigpanda/datastore';
import { jobAttributes, limitText, type JobAttribute, type JobAttributes, type JobSpec, type SpecValue } from '@bigpanda/model';

/** What a submitter may not decide; a submitted value is dropped. */
const serversOwn: readonly JobAttribute[] = ['PandaID', 'jobStatus', 'commandToPilot', 'startTime', 'endTime', 'creationTime', 'modificationTime', 'stateChangeTime', 'pilotID', 'jobSubStatus'];

/** The label of a job that has none, as in PanDA's schema. */
const defaultLabel = 'managed';

/** The job that a submission becomes: `defined`, and at once `activated` when it waits for no input. */
export function admitJob(job: JobSpec): NewJob {
  const waitsForInput = job.files.some((file) => file.type === 'input');
  return {
    job: { attributes: cleanAttributes(job.attributes), files: job.files },
    states: waitsForInput ? ['defined'] : ['defined', 'activated'],
  };
}

function cleanAttributes(attributes: JobAttributes): JobAttributes {
  const cleaned: Partial<Record<JobAttribute, SpecValue>> = { currentPriority: attributes.assignedPriority ?? 0, prodSourceLabel: defaultLabel };
  for (const name of jobAttributes) {
    const value = attributes[name];
    if (value !== undefined && !serversOwn.includes(name)) cleaned[name] = limitText(name, value);
  }
  return cleaned;
}

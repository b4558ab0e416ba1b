import type { JobAttribute } from '@bigpanda/model';

/** An attribute that people look at jobs by. */
export interface Dimension {
  readonly attribute: JobAttribute;
  readonly title: string;
}

/** Attributes that every list of jobs counts its jobs by. */
export const countedAttributes: readonly Dimension[] = [
  { attribute: 'jobStatus', title: 'State' },
  { attribute: 'computingSite', title: 'Site' },
  { attribute: 'cloud', title: 'Cloud' },
  { attribute: 'prodUserName', title: 'User' },
  { attribute: 'VO', title: 'VO' },
  { attribute: 'jediTaskID', title: 'Task' },
  { attribute: 'prodSourceLabel', title: 'Type' },
  { attribute: 'processingType', title: 'Processing' },
  { attribute: 'transformation', title: 'Transformation' },
  { attribute: 'workingGroup', title: 'Working group' },
];

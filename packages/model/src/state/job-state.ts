/** States of a job in the order a job passes them. Source: panda-server; panda-docs `terminology.rst`. */
export const jobStates = [
  'pending', 'defined', 'waiting', 'assigned', 'throttled', 'activated', 'sent', 'starting', 'running', 'holding',
  'transferring', 'merging', 'finished', 'failed', 'cancelled', 'closed',
] as const;

export type JobState = (typeof jobStates)[number];

/** States that a job never leaves; such a job is archived. */
export const finalJobStates = ['finished', 'failed', 'cancelled', 'closed'] as const satisfies readonly JobState[];

/** Whether a text is the name of a job state. */
export function isJobState(text: string): text is JobState {
  return jobStates.some((state) => state === text);
}

/** Whether a job in this state never leaves it. */
export function isFinalJobState(state: string): boolean {
  return finalJobStates.some((final) => final === state);
}

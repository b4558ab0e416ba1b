/** States of a task. Source: panda-jedi, `JediTaskSpec.py`; panda-docs `terminology.rst`. */
export const taskStates = [
  'registered', 'defined', 'assigning', 'ready', 'pending', 'scouting', 'scouted', 'running', 'prepared', 'throttled', 'paused', 'exhausted',
  'toretry', 'toincexec', 'finishing', 'passed', 'aborting', 'tobroken', 'done', 'finished', 'failed', 'aborted', 'broken',
] as const;

export type TaskState = (typeof taskStates)[number];

/** States that a task leaves only by a retry. */
export const finalTaskStates = ['done', 'finished', 'failed', 'aborted', 'broken'] as const satisfies readonly TaskState[];

/** Whether a text is the name of a task state. */
export function isTaskState(text: string): text is TaskState {
  return taskStates.some((state) => state === text);
}

/** Whether a task in this state is left only by a retry. */
export function isFinalTaskState(state: string): boolean {
  return finalTaskStates.some((final) => final === state);
}

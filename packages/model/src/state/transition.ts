import type { JobState } from './job-state.ts';

/** Who moves a job: the server itself, a pilot, the Adder that ends jobs, a user, a watchdog. */
export type Mover = 'server' | 'pilot' | 'adder' | 'user' | 'watcher';

/** One row of the table of moves. */
export interface Transition {
  readonly from: JobState;
  readonly to: readonly JobState[];
  readonly by: Mover;
}

const beforeDispatch: readonly JobState[] = ['pending', 'defined', 'waiting', 'assigned', 'throttled', 'activated'];
const withPilot: readonly JobState[] = ['sent', 'starting', 'running', 'holding', 'transferring'];
const afterPilot: readonly JobState[] = ['merging'];

/**
 * Who may move a job from where to where. Source: panda-server 2014-04, Setupper, JobDispatcher, Adder, Watcher, copyArchive.
 * A pilot never ends a job itself: its final report makes the job `holding`, and the Adder ends it. A user ends a job
 * that no pilot has; one that a pilot has is told `tobekilled` and ends with the pilot's last report, unless killed by force.
 */
export const transitions: readonly Transition[] = [
  { from: 'pending', to: ['defined', 'waiting', 'assigned', 'activated'], by: 'server' },
  { from: 'defined', to: ['waiting', 'assigned', 'activated', 'cancelled'], by: 'server' },
  { from: 'waiting', to: ['defined', 'assigned', 'activated', 'cancelled'], by: 'server' },
  { from: 'assigned', to: ['defined', 'activated', 'cancelled'], by: 'server' },
  { from: 'activated', to: ['sent', 'throttled', 'defined', 'cancelled'], by: 'server' },
  { from: 'throttled', to: ['activated'], by: 'server' },
  ...withPilot.map((from) => ({ from, to: ['starting', 'running', 'holding', 'transferring'] as const, by: 'pilot' as const })),
  { from: 'holding', to: ['finished', 'failed', 'transferring', 'merging', 'cancelled', 'closed'], by: 'adder' },
  { from: 'transferring', to: ['finished', 'failed'], by: 'adder' },
  { from: 'merging', to: ['finished', 'failed'], by: 'adder' },
  ...[...beforeDispatch, ...withPilot, ...afterPilot].map((from) => ({ from, to: ['cancelled', 'closed'] as const, by: 'user' as const })),
  ...beforeDispatch.map((from) => ({ from, to: ['cancelled', 'closed'] as const, by: 'watcher' as const })),
  ...[...withPilot, ...afterPilot].map((from) => ({ from, to: ['failed', 'activated', 'cancelled', 'closed'] as const, by: 'watcher' as const })),
];

/** Whether a mover may move a job from one state to another. */
export function mayMove(move: { readonly from: JobState; readonly to: JobState; readonly by: Mover }): boolean {
  return transitions.some((row) => row.from === move.from && row.by === move.by && row.to.includes(move.to));
}

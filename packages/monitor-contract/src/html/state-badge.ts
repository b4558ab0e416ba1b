import { isJobState, type JobState } from '@bigpanda/model';
import { markup, type Markup } from './markup.ts';

/** Words of a VO's own for states, each with the job state whose colour it takes. */
export type StateTones = Readonly<Record<string, JobState>>;

/** A state as a badge: text always, colour by the class `badge-<job state>` of the core's style sheet. */
export function renderStateBadge(state: string, tones: StateTones = {}): Markup {
  return markup`<span class="badge badge-${toneOf(state, tones)}">${state}</span>`;
}

/** The job state whose colour a state has: itself or the one it stands for; else `unknown`. */
export function toneOf(state: string, tones: StateTones = {}): JobState | 'unknown' {
  return isJobState(state) ? state : (Object.hasOwn(tones, state) ? tones[state] : undefined) ?? 'unknown';
}

/** States of tasks, and the job states whose colours they take. Source: PanDA, `JediTaskSpec.py`, states of tasks. */
export const taskTones: StateTones = {
  registered: 'pending', ready: 'activated', scouting: 'starting', scouted: 'starting', prepared: 'holding', finishing: 'holding', passed: 'holding', done: 'finished', finished: 'merging',
  broken: 'failed', aborted: 'cancelled', aborting: 'cancelled', toabort: 'cancelled', paused: 'waiting', throttled: 'throttled', exhausted: 'failed',
};

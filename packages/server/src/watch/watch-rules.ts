import { jobDispatcherCodes, taskBufferCodes, type JobAttributes, type JobState } from '@bigpanda/model';

/** What a rule does with a job that has been in a state for too long. */
export type WatchAction =
  | { readonly kind: 'fail'; readonly code: number; readonly words: string }
  | { readonly kind: 'kill'; readonly code: number; readonly words: string }
  | { readonly kind: 'prepare' }
  | { readonly kind: 'reassign' };

/** Jobs of some states, of some labels or of all others, for which nothing has been heard for too long. */
export interface WatchRule {
  readonly states: readonly JobState[];
  /** All labels when absent. */
  readonly labels?: readonly string[];
  readonly notLabels?: readonly string[];
  /** All kinds of processing when absent. */
  readonly processingTypes?: readonly string[];
  /** The time that is compared. */
  readonly since: 'modificationTime' | 'stateChangeTime' | 'creationTime' | 'startTime';
  readonly minutes: number;
  readonly action: WatchAction;
}

const hour = 60;
const day = 24 * hour;
const quickLabels = ['user', 'panda', 'ptest', 'rc_test', 'ddm'];
const production = ['managed'];
const { lostHeartbeat, recoveryFailed, replyLost } = jobDispatcherCodes;
const { expired, waitTimeout } = taskBufferCodes;

/** How long jobs may be where. Source: panda-server 2014-04, `test/copyArchive.py` and `jobdispatcher/Watcher.py`. */
export const watchRules: readonly WatchRule[] = [
  { states: ['sent'], since: 'modificationTime', minutes: 30, action: { kind: 'fail', code: replyLost, words: 'Sent job didn\'t receive reply from pilot within 30 min' } },
  { states: ['starting', 'running'], labels: quickLabels, since: 'modificationTime', minutes: 2 * hour, action: { kind: 'fail', code: lostHeartbeat, words: 'lost heartbeat' } },
  { states: ['starting', 'running'], notLabels: quickLabels, since: 'modificationTime', minutes: 6 * hour, action: { kind: 'fail', code: lostHeartbeat, words: 'lost heartbeat' } },
  { states: ['holding'], labels: quickLabels, since: 'modificationTime', minutes: 3 * hour, action: { kind: 'fail', code: recoveryFailed, words: 'lost recovery' } },
  { states: ['holding'], notLabels: quickLabels, since: 'modificationTime', minutes: 48 * hour, action: { kind: 'fail', code: recoveryFailed, words: 'lost recovery' } },
  { states: ['starting', 'running'], since: 'startTime', minutes: 21 * day, action: { kind: 'kill', code: expired, words: 'ran for more than 21 days' } },
  { states: ['transferring', 'merging'], since: 'modificationTime', minutes: 7 * day, action: { kind: 'kill', code: expired, words: 'nothing happened for 7 days' } },
  { states: ['defined', 'assigned', 'activated', 'throttled'], since: 'creationTime', minutes: 7 * day, action: { kind: 'kill', code: expired, words: 'not started within 7 days' } },
  { states: ['pending'], since: 'creationTime', minutes: hour, action: { kind: 'kill', code: waitTimeout, words: 'pending for more than an hour' } },
  { states: ['waiting'], since: 'creationTime', minutes: day, action: { kind: 'kill', code: waitTimeout, words: 'waited for input for more than a day' } },
  { states: ['defined'], labels: production, since: 'modificationTime', minutes: 4 * hour, action: { kind: 'reassign' } },
  { states: ['defined', 'assigned'], labels: production, since: 'modificationTime', minutes: 12 * hour, action: { kind: 'reassign' } },
  { states: ['activated'], labels: production, processingTypes: ['evgen', 'simul'], since: 'modificationTime', minutes: 6 * hour, action: { kind: 'reassign' } },
  { states: ['activated'], labels: production, since: 'modificationTime', minutes: 2 * day, action: { kind: 'reassign' } },
  { states: ['waiting'], since: 'modificationTime', minutes: 30, action: { kind: 'prepare' } },
  { states: ['defined'], since: 'modificationTime', minutes: 1, action: { kind: 'prepare' } },
];

/** Whether a rule is about a job, by state and label; how long it has been so is asked of the database. */
export function isWatched(rule: WatchRule, job: JobAttributes): boolean {
  const label = String(job.prodSourceLabel ?? '');
  const { labels, notLabels, processingTypes } = rule;
  if (processingTypes !== undefined && !processingTypes.includes(String(job.processingType ?? ''))) return false;
  return rule.states.some((state) => state === job.jobStatus) && (labels === undefined || labels.includes(label)) && (notLabels === undefined || !notLabels.includes(label));
}

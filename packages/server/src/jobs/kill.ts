import type { JobDecision } from '@bigpanda/datastore';
import { isFinalJobState, taskBufferCodes, type JobAttributes, type JobState } from '@bigpanda/model';
import { isSameUser } from '@bigpanda/program';
import type { Identity } from '../identity/identity.ts';
import { anyone } from '../identity/identity.ts';
import type { Ending } from './ending.ts';
import { analysisLabels } from './labels.ts';
import { hasLeft } from './report.ts';

/** Why a job is killed, by the number that clients send. Source: panda-server 2014-04, OraDBProxy.killJob. */
const reasons: Readonly<Record<number, { readonly code: number; readonly words: string; readonly state: JobState }>> = {
  2: { code: taskBufferCodes.expired, words: 'expired', state: 'cancelled' },
  3: { code: taskBufferCodes.aborted, words: 'aborted', state: 'cancelled' },
  4: { code: taskBufferCodes.waitTimeout, words: 'waited too long for input', state: 'cancelled' },
  7: { code: taskBufferCodes.retried, words: 'retried by the server', state: 'closed' },
  8: { code: taskBufferCodes.reassigned, words: 'reassigned by rebrokerage', state: 'closed' },
  50: { code: taskBufferCodes.killed, words: 'killed by its task', state: 'closed' },
  51: { code: taskBufferCodes.reassigned, words: 'reassigned by its task', state: 'closed' },
};

const forceKill = 9;

/** Codes with which the production role may kill jobs of users. Source: as above. */
const productionCodes: readonly number[] = [2, 4, 7, 8, 9, 50, 51, 91];

/** States of jobs that a pilot has, and is told `tobekilled` with its next report. */
const withPilot: readonly string[] = ['sent', 'starting', 'running', 'holding', 'transferring'];

export interface KillRequest {
  readonly identity: Identity;
  readonly code: number | undefined;
  readonly time: string;
}

/** Whether the job was killed or will be; and how it ended, if it did at once. */
export interface KillOutcome {
  readonly isKilled: boolean;
  readonly ending?: Ending;
}

/** What becomes of a job that somebody wants killed. */
export function decideKill(job: JobAttributes | undefined, { identity, code, time }: KillRequest): JobDecision<KillOutcome> {
  const state = String(job?.jobStatus ?? '');
  if (job === undefined || isFinalJobState(state) || !mayKill(job, identity, code)) return { outcome: { isKilled: false } };
  const words = `killed by ${identity.dn ?? identity.name}`;
  const reason = reasons[code ?? 0] ?? { code: taskBufferCodes.killed, words: '', state: 'cancelled' as const };
  const taskBufferErrorDiag = (reason.words === '' ? words : `${reason.words}: ${words}`).slice(0, 300);
  if (withPilot.includes(state) && !hasLeft(job) && code !== forceKill) {
    return { outcome: { isKilled: true }, change: { attributes: { commandToPilot: 'tobekilled', taskBufferErrorCode: reason.code, taskBufferErrorDiag }, states: [], files: [] } };
  }
  return {
    outcome: { isKilled: true, ending: { pandaId: Number(job.PandaID), state: reason.state, isRetried: false } },
    change: { attributes: { commandToPilot: 'tobekilled', endTime: time, taskBufferErrorCode: reason.code, taskBufferErrorDiag }, states: [reason.state], files: [] },
  };
}

function mayKill(job: JobAttributes, identity: Identity, code: number | undefined): boolean {
  if (identity === anyone || isOwner(job, identity)) return true;
  if (identity.hasProductionRole) return !analysisLabels.has(job.prodSourceLabel) || (code !== undefined && productionCodes.includes(code));
  const group = String(job.workingGroup ?? '').toLowerCase();
  return !analysisLabels.has(job.prodSourceLabel) && group !== '' && identity.productionGroups.some((own) => group === own.toLowerCase() || group.endsWith(`_${own.toLowerCase()}`));
}

/** Whether somebody owns a job: by distinguished name, else by short name. */
export function isOwner(job: JobAttributes, identity: Identity): boolean {
  if (identity.dn !== undefined && job.prodUserID !== undefined && isSameUser(String(job.prodUserID), identity.dn)) return true;
  return job.prodUserName === identity.name;
}

import type { Transaction } from 'kysely';
import { applyTaskChange, countTaskFiles, lockTask, noteTaskCounts, readTaskFiles, setTaskFiles, type PandaDatabase, type TaskRow, type Tables } from '@bigpanda/datastore';
import { concludeTask, isFinalTaskState, type FileSpec, type JobState } from '@bigpanda/model';

interface ProgressStep {
  readonly database: Pick<PandaDatabase, 'traits'>;
  readonly transaction: Transaction<Tables>;
  readonly time: string;
}

/** How a job of a task ended. */
export interface TaskJobEnd {
  readonly pandaId: number;
  readonly state: JobState;
  /** The next attempt, which its files now wait for. */
  readonly newPandaId: number | undefined;
  /** Of the job. */
  readonly files: readonly FileSpec[];
}

/** Files of a task's work. */
interface WorkCounts {
  readonly total: number;
  readonly finished: number;
  readonly failed: number;
  /** Of which no job was made yet. */
  readonly waiting: number;
}

/** Counts the end of a job for the task it was made by, and ends the task when nothing is left; nothing for other jobs. */
export async function noteTaskJobEnd(step: ProgressStep, { state, newPandaId, files: jobFiles }: TaskJobEnd): Promise<void> {
  const { transaction, database } = step;
  const files = jobFiles.filter((file) => file.fileID !== undefined);
  const jediTaskId = Number(files[0]?.jediTaskID ?? 0);
  if (jediTaskId === 0) return;
  const task = await lockTask(transaction, jediTaskId, database.traits.skipsLockedRows);
  const fileIds = files.map((file) => Number(file.fileID));
  await setTaskFiles(transaction, jediTaskId, newPandaId === undefined ? { fileIds, STATUS: fileState(state) } : { fileIds, STATUS: 'running', PANDAID: newPandaId });
  const isLostBuild = newPandaId === undefined && state !== 'finished' && files.some((file) => file.type === 'output');
  if (isLostBuild) await failWaiting(transaction, jediTaskId);
  if (task !== undefined) await concludeWhenDone(step, task);
}

/** Without what a build job should have made there is nothing to run: files that no job has yet fail too. */
async function failWaiting(transaction: Transaction<Tables>, jediTaskId: number): Promise<void> {
  const waiting = await readTaskFiles({ sql: transaction }, jediTaskId, { status: 'ready' });
  await setTaskFiles(transaction, jediTaskId, { fileIds: waiting.map((file) => file.FILEID), STATUS: 'failed' });
}

/** Notes how far a task is, and ends it when nothing of it is left to do. */
export async function concludeWhenDone(step: ProgressStep, task: TaskRow): Promise<void> {
  const counts = await noteProgress(step, task.JEDITASKID);
  const conclusion = conclude(task.STATUS, counts);
  if (conclusion !== undefined && !isFinalTaskState(task.STATUS)) await applyTaskChange(step.transaction, task, { change: { STATUS: conclusion, SUPERSTATUS: conclusion, ENDTIME: step.time, PROGRESS: Math.floor((counts.finished * 100) / Math.max(counts.total, 1)) }, time: step.time });
}

/** Notes how many files of a task's work were used, finished and failed; how many there are. */
export async function noteProgress({ transaction, time }: Pick<ProgressStep, 'transaction' | 'time'>, jediTaskId: number): Promise<WorkCounts> {
  const counts = await countTaskFiles(transaction, jediTaskId);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const [finished, failed, waiting] = [counts.get('finished') ?? 0, counts.get('failed') ?? 0, counts.get('ready') ?? 0];
  await noteTaskCounts(transaction, jediTaskId, { used: total - waiting, finished, failed, time });
  return { total, finished, failed, waiting };
}

/** A task that is aborted or finished early does not wait for files that no job has. */
function conclude(status: string, { waiting, ...counts }: WorkCounts): string | undefined {
  if (status !== 'aborting' && status !== 'finishing') return concludeTask(counts);
  const left = counts.total - counts.finished - counts.failed - waiting;
  if (left > 0) return undefined;
  if (status === 'aborting') return 'aborted';
  return concludeTask({ ...counts, failed: counts.failed + waiting });
}

function fileState(state: JobState): string {
  return state === 'finished' ? 'finished' : 'failed';
}

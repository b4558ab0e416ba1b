import type { FoundTask, TaskDatasetRow, TaskFiles } from '@bigpanda/datastore';
import { toRowRecord } from '../../view/row-record.ts';

/** A task by column names in lower case, as BigPanDAmon's JSON has them, with how far its files are. */
export interface TaskRecord {
  readonly [column: string]: string | number | null | TaskProgress | readonly Readonly<Record<string, string | number | null>>[];
  readonly dsinfo: TaskProgress;
}

/** How far a task is. Source: panda-client, `localSpecs.py`. */
export interface TaskProgress {
  readonly nfiles: number;
  readonly nfilesfinished: number;
  readonly nfilesfailed: number;
  /** Whole hundredths, rounded down. */
  readonly pctfinished: number;
  readonly pctfailed: number;
}

/** The record of a task. A task without a superstatus has its status as one, and one of no request is its own: pbook fails without them. */
export function toTaskRecord(task: FoundTask, files: TaskFiles = { files: 0, finished: 0, failed: 0 }, datasets?: readonly TaskDatasetRow[]): TaskRecord {
  const progress = progressOf(files);
  return { ...toRowRecord(task), reqid: task.REQID ?? task.JEDITASKID, superstatus: task.SUPERSTATUS ?? task.STATUS ?? null, ...progress, dsinfo: progress, ...(datasets === undefined ? {} : { datasets: datasets.map(toRowRecord) }) };
}

function progressOf({ files, finished, failed }: TaskFiles): TaskProgress {
  const part = (count: number): number => (files === 0 ? 0 : Math.floor((100 * count) / files));
  return { nfiles: files, nfilesfinished: finished, nfilesfailed: failed, pctfinished: part(finished), pctfailed: part(failed) };
}

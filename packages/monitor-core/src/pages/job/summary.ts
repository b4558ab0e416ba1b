import type { RelatedJob, StatusChange } from '@bigpanda/datastore';
import { listJobErrors, parseUtcTime, type FileSpec, type JobAttributes, type JobError, type JobSpec } from '@bigpanda/model';
import { toJobRecord, type JobRecord } from '../job-record.ts';
import { listLogs, type LogPlace } from './logs.ts';

/** A state that a job came to. */
export interface HistoryStep {
  readonly time: string;
  readonly state: string;
  readonly host: string | null;
  /** Until the next change; null while it lasts. */
  readonly seconds: number | null;
}

export interface JobSummary {
  readonly pandaId: number;
  readonly state: string;
  /** Set attributes without parameters and metadata, in the order of JobSpec. */
  readonly attributes: JobAttributes;
  readonly failures: readonly JobError[];
  readonly history: readonly HistoryStep[];
  /** Attempts before and after it. */
  readonly related: readonly RelatedJob[];
  readonly logs: readonly LogPlace[];
  /** The end of what it printed, in debug mode; null where nothing is known. */
  readonly output: string | null;
  readonly files: readonly FileSpec[];
  readonly parameters: string | null;
  readonly metadata: string | null;
  /** All attributes in lower case, as BigPanDAmon's JSON has them. */
  readonly job: JobRecord;
}

/** What is read of a job. */
export interface JobFound {
  readonly job: JobSpec;
  readonly history: readonly StatusChange[];
  readonly related: readonly RelatedJob[];
  readonly output: string | undefined;
}

/** What the page of a job tells. */
export function summariseJob({ job, history, related, output }: JobFound): JobSummary {
  const { jobParameters, metadata, ...attributes } = job.attributes;
  const parent = Number(attributes.parentID ?? 0);
  const withParent: readonly RelatedJob[] = parent > 0 && !related.some(({ pandaId }) => pandaId === parent) ? [{ pandaId: parent, relation: 'before', type: 'parent' }, ...related] : related;
  return {
    pandaId: Number(attributes.PandaID),
    state: String(attributes.jobStatus ?? 'unknown'),
    attributes,
    failures: listJobErrors(attributes),
    history: history.map(({ time, state, host }, index) => ({ time, state, host: host ?? null, seconds: secondsBetween(time, history[index + 1]?.time) })),
    related: withParent,
    logs: listLogs(attributes, job.files),
    output: output ?? null,
    files: job.files,
    parameters: jobParameters === undefined ? null : String(jobParameters),
    metadata: metadata === undefined ? null : String(metadata),
    job: toJobRecord(job.attributes),
  };
}

function secondsBetween(from: string, to: string | undefined): number | null {
  return to === undefined ? null : (parseUtcTime(to) - parseUtcTime(from)) / 1000;
}

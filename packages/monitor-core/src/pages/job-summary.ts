import type { FileSpec, JobAttribute, JobAttributes, JobSpec, SpecValue } from '@bigpanda/model';
import type { StatusChange } from '@bigpanda/datastore';

/** A component that can fail a job. */
export interface JobFailure {
  readonly component: string;
  readonly code: SpecValue;
  readonly diagnosis: string;
}

export interface JobSummary {
  readonly pandaId: number;
  readonly state: string;
  /** Set attributes without parameters and metadata, in the order of JobSpec. */
  readonly attributes: JobAttributes;
  readonly failures: readonly JobFailure[];
  readonly history: readonly { readonly time: string; readonly state: string; readonly host: string | null; /** Until the next change. */ readonly seconds: number | null }[];
  readonly files: readonly FileSpec[];
  readonly parameters: string | null;
  readonly metadata: string | null;
}

/** The eight components of PanDA's monitors: name, code, diagnosis. */
const components: readonly (readonly [name: string, code: JobAttribute, diagnosis: JobAttribute | undefined])[] = [
  ['transformation', 'transExitCode', undefined],
  ['payload', 'exeErrorCode', 'exeErrorDiag'],
  ['pilot', 'pilotErrorCode', 'pilotErrorDiag'],
  ['supervisor', 'supErrorCode', 'supErrorDiag'],
  ['data management', 'ddmErrorCode', 'ddmErrorDiag'],
  ['brokerage', 'brokerageErrorCode', 'brokerageErrorDiag'],
  ['dispatcher', 'jobDispatcherErrorCode', 'jobDispatcherErrorDiag'],
  ['task buffer', 'taskBufferErrorCode', 'taskBufferErrorDiag'],
];

/** What the page of a job tells. */
export function summariseJob(job: JobSpec, history: readonly StatusChange[]): JobSummary {
  const { jobParameters, metadata, ...attributes } = job.attributes;
  return {
    pandaId: Number(attributes.PandaID),
    state: String(attributes.jobStatus ?? 'unknown'),
    attributes,
    failures: listFailures(attributes),
    history: history.map(({ time, state, host }, index) => ({ time, state, host: host ?? null, seconds: secondsBetween(time, history[index + 1]?.time) })),
    files: job.files,
    parameters: jobParameters === undefined ? null : String(jobParameters),
    metadata: metadata === undefined ? null : String(metadata),
  };
}

function listFailures(attributes: JobAttributes): JobFailure[] {
  return components.flatMap(([component, codeName, diagnosisName]) => {
    const code = attributes[codeName];
    const diagnosis = diagnosisName === undefined ? '' : String(attributes[diagnosisName] ?? '');
    const isFine = code === undefined || code === 0 || code === '0' || code === '';
    return isFine && diagnosis === '' ? [] : [{ component, code: code ?? 0, diagnosis }];
  });
}

function secondsBetween(from: string, to: string | undefined): number | null {
  return to === undefined ? null : (Date.parse(`${to.replace(' ', 'T')}Z`) - Date.parse(`${from.replace(' ', 'T')}Z`)) / 1000;
}

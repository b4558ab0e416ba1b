import type { JobAttributes } from '../job/job-spec.ts';
import { describeErrorCode } from './error-code.ts';
import { errorComponents, type ErrorComponentName } from './error-component.ts';

/** One error of a job. */
export interface JobError {
  readonly component: ErrorComponentName;
  readonly code: number;
  /** What the code means; null where there are no words for it. */
  readonly words: string | null;
  /** What was reported with it; empty where nothing was. */
  readonly diagnosis: string;
}

/** The errors of a job: components whose code is neither unset nor 0, in the order monitors show them. What is reported without a code is no error. */
export function listJobErrors(job: JobAttributes): JobError[] {
  return errorComponents.flatMap((component) => {
    const code = Number(job[component.code] ?? 0);
    if (code === 0 || Number.isNaN(code)) return [];
    return [{ component: component.name, code, words: describeErrorCode(component.name, code) ?? null, diagnosis: 'diag' in component ? String(job[component.diag] ?? '') : '' }];
  });
}

/** The error to tell of a job first: one that says something, and more than that the job was retried; else the first. */
export function chooseJobError(errors: readonly JobError[]): JobError | undefined {
  const telling = errors.filter(({ words, diagnosis }) => words !== null || diagnosis !== '');
  return telling.find(({ component }) => component !== 'taskBuffer') ?? telling[0] ?? errors[0];
}

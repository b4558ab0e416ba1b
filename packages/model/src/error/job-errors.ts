import type { JobAttributes } from '../job/job-spec.ts';
import { describeErrorCode } from './error-code.ts';
import { errorComponents, type ErrorComponentName } from './error-component.ts';

/** One error of a job. */
export interface JobError {
  readonly component: ErrorComponentName;
  readonly code: number;
  /** What was reported with it, else the words of the code; absent when there are neither. */
  readonly text?: string;
}

/** The errors of a job: components whose code is neither unset nor 0, in the order monitors show them. */
export function listJobErrors(job: JobAttributes): JobError[] {
  return errorComponents.flatMap((component) => {
    const code = Number(job[component.code] ?? 0);
    if (code === 0 || Number.isNaN(code)) return [];
    const diag = 'diag' in component ? job[component.diag] : undefined;
    const text = diag === undefined || diag === '' ? describeErrorCode(component.name, code) : String(diag);
    return [{ component: component.name, code, ...(text === undefined ? {} : { text }) }];
  });
}

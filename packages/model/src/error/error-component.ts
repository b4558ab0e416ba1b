import type { JobAttribute } from '../job/job-attributes.ts';

/** One of the eight places where a job's error is noted: the attribute of its code and, where there is one, of its text. */
export interface ErrorComponent {
  readonly name: string;
  readonly code: JobAttribute;
  readonly diag?: JobAttribute;
}

/** The eight error components that monitors show, in their order. Source: panda-server, `taskbuffer/JobSpec.py`. */
export const errorComponents = [
  { name: 'trans', code: 'transExitCode' },
  { name: 'exe', code: 'exeErrorCode', diag: 'exeErrorDiag' },
  { name: 'pilot', code: 'pilotErrorCode', diag: 'pilotErrorDiag' },
  { name: 'sup', code: 'supErrorCode', diag: 'supErrorDiag' },
  { name: 'ddm', code: 'ddmErrorCode', diag: 'ddmErrorDiag' },
  { name: 'brokerage', code: 'brokerageErrorCode', diag: 'brokerageErrorDiag' },
  { name: 'jobDispatcher', code: 'jobDispatcherErrorCode', diag: 'jobDispatcherErrorDiag' },
  { name: 'taskBuffer', code: 'taskBufferErrorCode', diag: 'taskBufferErrorDiag' },
] as const satisfies readonly ErrorComponent[];

/** The attributes in which a job's errors are noted. */
export const errorAttributes: readonly JobAttribute[] = errorComponents.flatMap((component): JobAttribute[] => ('diag' in component ? [component.code, component.diag] : [component.code]));

export type ErrorComponentName = (typeof errorComponents)[number]['name'];

import type { JobAttribute } from './job-attributes.ts';
import type { SpecValue } from './job-spec.ts';

/** Longest text of an attribute in characters; longer texts are cut. Source: JobSpec._limitLength, panda-server 2014-04. */
export const textLimits: Readonly<Partial<Record<JobAttribute, number>>> = {
  ddmErrorDiag: 500,
  taskBufferErrorDiag: 300,
  jobDispatcherErrorDiag: 250,
  brokerageErrorDiag: 250,
  pilotErrorDiag: 500,
  exeErrorDiag: 500,
  jobSubStatus: 80,
};

/** The value of an attribute, cut to the longest text the attribute may hold. */
export function limitText(attribute: JobAttribute, value: SpecValue): SpecValue {
  const limit = textLimits[attribute];
  return limit !== undefined && typeof value === 'string' ? value.slice(0, limit) : value;
}

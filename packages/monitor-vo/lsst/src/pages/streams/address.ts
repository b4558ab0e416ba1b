import type { PipelineNames } from '../../pipeline-parameters.ts';

/** Address of the streams of a process instance, of so many last hours. */
export function streamsHref({ task, processInstance }: Pick<PipelineNames, 'task' | 'processInstance'>, hours: number): string {
  return `/lsst/streams/?${new URLSearchParams({ task, processinstance: processInstance, hours: String(hours) }).toString()}`;
}

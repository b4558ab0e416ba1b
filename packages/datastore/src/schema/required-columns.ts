import type { JobAttribute } from '@bigpanda/model';

/** Columns of the jobs tables that hold 0 where the attribute is unset or empty. Source: PanDA's MySQL schema of 2015, `not null default 0`. */
export const requiredJobNumbers: ReadonlySet<JobAttribute> = new Set([
  'jobDefinitionID', 'assignedPriority', 'currentPriority', 'attemptNr', 'maxAttempt', 'maxCpuCount', 'maxDiskCount', 'minRamCount', 'cpuConsumptionTime',
  'pilotErrorCode', 'exeErrorCode', 'supErrorCode', 'ddmErrorCode', 'brokerageErrorCode', 'jobDispatcherErrorCode', 'taskBufferErrorCode', 'nEvents',
]);

/** Columns of the jobs tables that every row fills. */
export const requiredJobTexts: ReadonlySet<JobAttribute> = new Set(['creationTime', 'modificationTime', 'jobStatus']);

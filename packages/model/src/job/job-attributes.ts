/**
 * Attributes of a job in the order of JobSpec's pickled state, 126 of them.
 * Source: panda-server HEAD 2026, `taskbuffer/JobSpec.py`; the list has only ever grown at its end, so an older
 * state (91 in 2014-04, 93 in 2015-01) is a beginning of this one.
 */
export const jobAttributes = [
  'PandaID', 'jobDefinitionID', 'schedulerID', 'pilotID', 'creationTime', 'creationHost', 'modificationTime',
  'modificationHost', 'AtlasRelease', 'transformation', 'homepackage', 'prodSeriesLabel', 'prodSourceLabel',
  'prodUserID', 'assignedPriority', 'currentPriority', 'attemptNr', 'maxAttempt', 'jobStatus', 'jobName',
  'maxCpuCount', 'maxCpuUnit', 'maxDiskCount', 'maxDiskUnit', 'ipConnectivity', 'minRamCount', 'minRamUnit',
  'startTime', 'endTime', 'cpuConsumptionTime', 'cpuConsumptionUnit', 'commandToPilot', 'transExitCode',
  'pilotErrorCode', 'pilotErrorDiag', 'exeErrorCode', 'exeErrorDiag', 'supErrorCode', 'supErrorDiag', 'ddmErrorCode',
  'ddmErrorDiag', 'brokerageErrorCode', 'brokerageErrorDiag', 'jobDispatcherErrorCode', 'jobDispatcherErrorDiag',
  'taskBufferErrorCode', 'taskBufferErrorDiag', 'computingSite', 'computingElement', 'jobParameters', 'metadata',
  'prodDBlock', 'dispatchDBlock', 'destinationDBlock', 'destinationSE', 'nEvents', 'grid', 'cloud', 'cpuConversion',
  'sourceSite', 'destinationSite', 'transferType', 'taskID', 'cmtConfig', 'stateChangeTime', 'prodDBUpdateTime',
  'lockedby', 'relocationFlag', 'jobExecutionID', 'VO', 'pilotTiming', 'workingGroup', 'processingType',
  'prodUserName', 'nInputFiles', 'countryGroup', 'batchID', 'parentID', 'specialHandling', 'jobsetID', 'coreCount',
  'nInputDataFiles', 'inputFileType', 'inputFileProject', 'inputFileBytes', 'nOutputDataFiles', 'outputFileBytes',
  'jobMetrics', 'workQueue_ID', 'jediTaskID', 'jobSubStatus', 'actualCoreCount', 'reqID', 'maxRSS', 'maxVMEM',
  'maxSWAP', 'maxPSS', 'avgRSS', 'avgVMEM', 'avgSWAP', 'avgPSS', 'maxWalltime', 'nucleus', 'eventService',
  'failedAttempt', 'hs06sec', 'gshare', 'hs06', 'totRCHAR', 'totWCHAR', 'totRBYTES', 'totWBYTES', 'rateRCHAR',
  'rateWCHAR', 'rateRBYTES', 'rateWBYTES', 'resource_type', 'diskIO', 'memory_leak', 'memory_leak_x2',
  'container_name', 'job_label', 'gco2_regional', 'gco2_global', 'cpu_architecture_level', 'outputFileType',
] as const;

export type JobAttribute = (typeof jobAttributes)[number];

/** Attributes that are 0 when unset (JobSpec._zeroAttrs). */
export const zeroJobAttributes: readonly JobAttribute[] = [
  'assignedPriority', 'currentPriority', 'attemptNr', 'maxAttempt', 'maxCpuCount', 'maxDiskCount', 'minRamCount',
  'cpuConsumptionTime', 'pilotErrorCode', 'exeErrorCode', 'supErrorCode', 'ddmErrorCode', 'brokerageErrorCode',
  'jobDispatcherErrorCode', 'taskBufferErrorCode', 'nEvents', 'relocationFlag', 'jobExecutionID', 'nOutputDataFiles',
  'outputFileBytes',
];

/** How many attributes a state has by the age of who wrote it; each list is the beginning of the next. Source: panda-server and panda-client at these versions. */
export const jobAttributeCounts = { 'panda-client 0.5.4': 88, 'panda-server 2014-04': 91, 'panda-server 2015-01': 93, 'panda-client 1.5.92': 122, 'panda-server 2026': 126 } as const;

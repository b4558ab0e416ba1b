import type { FileSpec, JobSpec, SpecValue } from '../job/job-spec.ts';
import type { FileAttribute } from '../job/file-attributes.ts';
import { unset } from '../job/spec-state.ts';
import type { ReplyFields } from './urlencoded.ts';

/**
 * What a pilot is told about the job it gets: the fields of getJob's reply after `StatusCode`.
 * Lists of files are joined by commas; `outFiles` and what goes with it includes the log. An absent value is unset.
 * Source: panda-server, `jobdispatcher/Protocol.py` Response.appendJob.
 */
export function describeDispatchedJob(job: JobSpec): ReplyFields {
  const { attributes } = job;
  return {
    PandaID: attributes.PandaID,
    prodSourceLabel: attributes.prodSourceLabel,
    swRelease: attributes.AtlasRelease,
    homepackage: attributes.homepackage,
    transformation: attributes.transformation,
    jobName: attributes.jobName,
    jobDefinitionID: attributes.jobDefinitionID,
    cloud: attributes.cloud,
    ...describeInputs(job.files.filter((file) => file.type === 'input')),
    ...describeOutputs(job.files.filter((file) => file.type === 'output' || file.type === 'log')),
    jobPars: attributes.jobParameters,
    attemptNr: attributes.attemptNr ?? 0,
    destinationSE: attributes.destinationSE,
    prodUserID: attributes.prodUserID,
    maxCpuCount: attributes.maxCpuCount ?? 0,
    minRamCount: attributes.minRamCount ?? 0,
    maxDiskCount: attributes.maxDiskCount ?? 0,
    cmtConfig: attributes.cmtConfig,
    processingType: attributes.processingType,
    transferType: attributes.transferType,
    sourceSite: attributes.sourceSite,
    currentPriority: attributes.currentPriority ?? 0,
    taskID: attributes.lockedby === 'jedi' ? attributes.jediTaskID : attributes.taskID,
    coreCount: attributes.coreCount ?? 1,
    jobsetID: attributes.jobsetID,
    reqID: attributes.reqID,
    nucleus: attributes.nucleus,
    maxWalltime: attributes.maxWalltime,
    resource_type: attributes.resource_type,
    ...(attributes.container_name === undefined ? {} : { container_name: attributes.container_name }),
  };
}

function describeInputs(files: readonly FileSpec[]): ReplyFields {
  const inputs = withoutRepeats(files);
  return {
    inFiles: join(inputs, 'lfn'),
    dispatchDblock: join(inputs, 'dispatchDBlock'),
    dispatchDBlockToken: join(inputs, 'dispatchDBlockToken'),
    prodDBlocks: join(inputs, 'prodDBlock'),
    prodDBlockToken: join(inputs, 'prodDBlockToken'),
    realDatasetsIn: join(inputs, 'dataset'),
    GUID: join(inputs, 'GUID'),
    fsize: inputs.map((file) => file.fsize ?? 0).join(','),
    checksum: inputs.map((file) => file.checksum || (file.md5sum ?? unset)).join(','),
    scopeIn: join(inputs, 'scope'),
    ddmEndPointIn: inputs.map(() => '').join(','),
  };
}

function describeOutputs(outputs: readonly FileSpec[]): ReplyFields {
  const log = outputs.findLast((file) => file.type === 'log');
  return {
    outFiles: join(outputs, 'lfn'),
    destinationDblock: join(outputs, 'destinationDBlock'),
    destinationDBlockToken: outputs.map((file) => firstToken(file.destinationDBlockToken)).join(','),
    dispatchDBlockTokenForOut: join(outputs, 'dispatchDBlockToken'),
    realDatasets: join(outputs, 'dataset'),
    fileDestinationSE: join(outputs, 'destinationSE'),
    logFile: log === undefined ? '' : log.lfn,
    logGUID: log === undefined ? '' : log.GUID,
    scopeOut: join(outputs.filter((file) => file.type === 'output'), 'scope'),
    scopeLog: log === undefined ? '' : log.scope,
    ddmEndPointOut: outputs.map(() => '').join(','),
  };
}

function withoutRepeats(files: readonly FileSpec[]): readonly FileSpec[] {
  const seen = new Set<SpecValue | undefined>();
  return files.filter((file) => !seen.has(file.lfn) && seen.add(file.lfn));
}

function join(files: readonly FileSpec[], attribute: FileAttribute): string {
  return files.map((file) => file[attribute] ?? unset).join(',');
}

function firstToken(token: SpecValue | undefined): string {
  return String(token ?? unset).split(',', 1).join('').replace(/^ddd:/, 'dst:');
}

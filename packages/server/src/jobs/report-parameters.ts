import { columnValue, jobColumns } from '@bigpanda/datastore';
import { isUtcTime, limitText, type FileSpec, type JobAttribute, type JobAttributes } from '@bigpanda/model';
import { readNumber, readText, requireText } from '../request/parameter-values.ts';
import type { RequestParameters } from '../request/request-parameters.ts';
import type { Report } from './report.ts';

/** Attributes that a report sets under their own names. Source: panda-server, JobDispatcher.updateJob. */
const sameName: readonly JobAttribute[] = [
  'transExitCode', 'pilotErrorCode', 'pilotErrorDiag', 'exeErrorCode', 'exeErrorDiag', 'cpuConsumptionTime', 'cpuConsumptionUnit', 'schedulerID', 'pilotID',
  'pilotTiming', 'computingElement', 'startTime', 'endTime', 'nEvents', 'nInputFiles', 'batchID', 'jobMetrics', 'jobSubStatus',
  'maxRSS', 'maxVMEM', 'maxSWAP', 'maxPSS', 'avgRSS', 'avgVMEM', 'avgSWAP', 'avgPSS', 'totRCHAR', 'totWCHAR', 'totRBYTES', 'totWBYTES',
  'rateRCHAR', 'rateWCHAR', 'rateRBYTES', 'rateWBYTES', 'cpu_architecture_level',
];

/** Parameters of a report whose attribute has another name. */
const otherName: readonly (readonly [parameter: string, attribute: JobAttribute])[] = [
  ['node', 'modificationHost'],
  ['cpuConversionFactor', 'cpuConversion'],
  ['coreCount', 'actualCoreCount'],
  ['metaData', 'metadata'],
];

/**
 * The report that a request holds. Values that the attribute cannot hold are left out, so that a report is not lost by
 * one of them.
 * @throws PandaError `PARAMETER_MISSING`
 */
export function readReport(parameters: RequestParameters): Report {
  return {
    state: readText(parameters, 'jobStatus') ?? requireText(parameters, 'state'),
    attemptNr: readNumber(parameters, 'attemptNr'),
    attributes: readAttributes(parameters),
    files: readOutputReport(readText(parameters, 'xml') ?? readText(parameters, 'jobOutputReport') ?? ''),
  };
}

function readAttributes(parameters: RequestParameters): JobAttributes {
  const named = [...sameName.map((name) => [name, name] as const), ...otherName];
  return Object.fromEntries(named.flatMap(([parameter, attribute]) => {
    const text = readText(parameters, parameter);
    return text === undefined || !isStorable(attribute, text) ? [] : [[attribute, limitText(attribute, text)]];
  }));
}

function isStorable(attribute: JobAttribute, text: string): boolean {
  if (text === '' || text === 'NULL') return false;
  if (jobColumns[attribute] === 'datetime') return isUtcTime(text);
  try {
    columnValue(attribute, jobColumns[attribute], text);
    return true;
  } catch {
    return false;
  }
}

/** Output files of a report in JSON, `{lfn: {guid, fsize, adler32}}`, as pilots since 2016 send it. */
function readOutputReport(text: string): FileSpec[] {
  if (!text.trimStart().startsWith('{')) return [];
  const report = parseObject(text);
  return Object.entries(report).map(([lfn, value]) => ({ lfn, status: 'ready', ...describeFile(value) }));
}

function describeFile(value: unknown): FileSpec {
  if (typeof value !== 'object' || value === null) return {};
  const { guid, fsize, adler32 } = value as { readonly guid?: unknown; readonly fsize?: unknown; readonly adler32?: unknown };
  return {
    ...(typeof guid === 'string' ? { GUID: guid } : {}),
    ...(Number.isSafeInteger(Number(fsize ?? '')) && fsize !== undefined ? { fsize: Number(fsize) } : {}),
    ...(typeof adler32 === 'string' ? { checksum: `ad:${adler32}` } : {}),
  };
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

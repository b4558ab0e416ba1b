import { fitColumn, jobColumns } from '@bigpanda/datastore';
import { isUtcTime, limitText, type JobAttribute, type JobAttributes, type SpecValue } from '@bigpanda/model';
import { readOutputReport } from './output-report.ts';
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
 * The report that a request holds. Values that the attribute cannot hold are cut or left out, so that a report is not
 * lost by one of them.
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
    const value = text === undefined ? undefined : storable(attribute, text);
    return value === undefined ? [] : [[attribute, value]];
  }));
}

/** A value as its column can hold it, cut where it is too long; `undefined` for what it cannot hold. */
function storable(attribute: JobAttribute, text: string): SpecValue | undefined {
  if (text === '' || text === 'NULL') return undefined;
  if (jobColumns[attribute] === 'datetime') return isUtcTime(text) ? text : undefined;
  return fitColumn(attribute, jobColumns[attribute], limitText(attribute, text));
}

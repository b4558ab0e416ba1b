import { maxIdsPerQuery, PandaError } from '@bigpanda/model';
import { readRaw, readText } from './parameter-values.ts';
import { readSentList } from './pickle-or-json.ts';
import type { RequestParameters } from './request-parameters.ts';

/**
 * PandaIDs of a request, at most 5500, as `ids` or `job_ids`: a pickled list, a JSON list, or in a query string numbers
 * between commas or blanks. What is no PandaID is -1, so that the order of the answer stays.
 * @throws PandaError `PARAMETER_MISSING`, `PARAMETER_INVALID`, PickleError
 */
export function readIds(parameters: RequestParameters): number[] {
  const name = readRaw(parameters, 'ids') === undefined ? 'jobIds' : 'ids';
  const text = readText(parameters, name);
  const list: unknown = text !== undefined && /^\d+([, ]+\d+)*$/.test(text) ? text.split(/[, ]+/) : readSentList(parameters, name).value;
  if (!Array.isArray(list)) throw new PandaError('PARAMETER_INVALID', `read parameters: "${name}" is no list`);
  return list.slice(0, maxIdsPerQuery).map(readId);
}

/** A PandaID as clients send it: a number, or its digits; -1 for anything else. */
export function readId(value: unknown): number {
  const id = typeof value === 'number' || typeof value === 'bigint' || (typeof value === 'string' && /^\d+$/.test(value)) ? Number(value) : -1;
  return Number.isSafeInteger(id) ? id : -1;
}

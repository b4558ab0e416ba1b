import { PandaError, readPickle, type PickleValue } from '@bigpanda/model';
import { readRaw } from './parameter-values.ts';
import { SentFile, type RequestParameters } from './request-parameters.ts';

/** A list that a client sent, in one of the two ways clients send lists. */
export type SentList = { readonly format: 'pickle'; readonly value: PickleValue } | { readonly format: 'json'; readonly value: unknown };

/**
 * The list that a parameter holds: JSON when its text begins with `[` (no pickle does) or it came in a JSON body, else a pickle.
 * @throws PandaError `PARAMETER_MISSING`, `PARAMETER_INVALID`, PickleError
 */
export function readSentList(parameters: RequestParameters, name: string): SentList {
  const sent = readRaw(parameters, name);
  const raw = sent instanceof SentFile ? sent.content : sent;
  if (raw === undefined || raw === null) throw new PandaError('PARAMETER_MISSING', `read parameters: "${name}" is missing`);
  if (typeof raw !== 'string' && !(raw instanceof Uint8Array)) return { format: 'json', value: raw };
  const bytes = typeof raw === 'string' ? Buffer.from(raw) : raw;
  if (/^\s*\[/.test(new TextDecoder().decode(bytes.subarray(0, 16)))) return { format: 'json', value: parseJson(bytes, name) };
  return { format: 'pickle', value: readPickle(bytes) };
}

function parseJson(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new PandaError('PARAMETER_INVALID', `read parameters: "${name}" is not JSON: ${(cause as Error).message}`, { cause });
  }
}

/**
 * The map that a parameter holds, as a pickled dict or a JSON object; values are texts.
 * @throws PandaError `PARAMETER_MISSING`, `PARAMETER_INVALID`, PickleError
 */
export function readSentMap(parameters: RequestParameters, name: string): ReadonlyMap<string, string> {
  const raw = readRaw(parameters, name);
  const bytes = raw instanceof Uint8Array ? raw : Buffer.from(typeof raw === 'string' ? raw : JSON.stringify(raw ?? {}));
  const isJson = /^\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 16)));
  const value: unknown = isJson ? parseJson(bytes, name) : readPickle(bytes);
  const entries: readonly (readonly [unknown, unknown])[] = value instanceof Map ? [...value] : Object.entries(typeof value === 'object' && value !== null ? value : {});
  return new Map(entries.map(([key, item]) => [String(key), String(item)]));
}

import { PandaError } from '@bigpanda/model';
import { parameterKey, SentFile, type RequestParameters } from './request-parameters.ts';

/** A parameter as text; `undefined` when it is absent or Python's `None`. A list or object of a JSON body is its JSON. */
export function readText(parameters: RequestParameters, name: string): string | undefined {
  const value = parameters.get(parameterKey(name));
  if (value === undefined || value === null) return undefined;
  if (value instanceof SentFile) return new TextDecoder().decode(value.content);
  const text = value instanceof Uint8Array ? new TextDecoder().decode(value) : typeof value === 'string' ? value : JSON.stringify(value);
  return text === 'None' ? undefined : text;
}

/**
 * A parameter that must be there.
 * @throws PandaError `PARAMETER_MISSING`
 */
export function requireText(parameters: RequestParameters, name: string): string {
  const text = readText(parameters, name);
  if (text === undefined) throw new PandaError('PARAMETER_MISSING', `read parameters: "${name}" is missing`);
  return text;
}

/** A parameter as a number; `undefined` when it is absent, empty or no number. */
export function readNumber(parameters: RequestParameters, name: string): number | undefined {
  const text = readText(parameters, name)?.trim();
  const number = text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/**
 * A parameter that must be a whole number.
 * @throws PandaError `PARAMETER_INVALID`, `PARAMETER_MISSING`
 */
export function requireInteger(parameters: RequestParameters, name: string): number {
  const text = requireText(parameters, name);
  const number = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(number)) throw new PandaError('PARAMETER_INVALID', `read parameters: "${name}" is "${text.slice(0, 60)}", wanted a whole number`);
  return number;
}

/** A parameter as the bytes of a form, or as what a JSON body held. */
export function readRaw(parameters: RequestParameters, name: string): unknown {
  return parameters.get(parameterKey(name));
}

/** A parameter as a yes or no: `True`, `true` and `1` are yes, anything else, or nothing, is no. */
export function readFlag(parameters: RequestParameters, name: string): boolean {
  return /^(true|1)$/i.test(readText(parameters, name) ?? '');
}

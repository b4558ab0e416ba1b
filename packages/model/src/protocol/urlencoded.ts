import type { SpecValue } from '../job/job-spec.ts';
import { unset } from '../job/spec-state.ts';
import { PandaError } from '../panda-error.ts';

/** No call of PanDA's clients has more than some dozens; each costs time before anything is known of it. */
const maxParameters = 1_000;

/** Fields of a reply; an absent value is the text `NULL` on the wire. */
export type ReplyFields = Readonly<Record<string, SpecValue | undefined>>;

/** The urlencoded text of a reply, such as `StatusCode=0&PandaID=7`, with a blank as `+` as Python's urlencode writes it. */
export function formatUrlencoded(fields: ReplyFields): string {
  const pairs = Object.entries(fields).map(([name, value]): [string, string] => [name, String(value ?? unset)]);
  return new URLSearchParams(pairs).toString();
}

/**
 * Names and values of an urlencoded body or query string, the first value of each name. Values are bytes, because a
 * pickle of protocol 2 is not text. A `%` that no two hex digits follow stands for itself.
 * @throws PandaError `PARAMETERS_TOO_MANY` for more than 1,000, empty ones included
 */
export function parseUrlencoded(body: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const fields = new Map<string, Uint8Array>();
  for (const [name, value] of parseUrlencodedPairs(body)) if (!fields.has(name)) fields.set(name, value);
  return fields;
}

/**
 * The same with every value of each name, in their order.
 * @throws PandaError `PARAMETERS_TOO_MANY`
 */
export function parseUrlencodedPairs(body: Uint8Array): (readonly [name: string, value: Uint8Array])[] {
  const decoder = new TextDecoder();
  return [...findPairs(body)].map(([start, end]) => {
    const equals = body.subarray(start, end).indexOf(0x3d);
    const nameEnd = equals === -1 ? end : start + equals;
    return [decoder.decode(percentDecode(body.subarray(start, nameEnd))), percentDecode(body.subarray(equals === -1 ? end : nameEnd + 1, end))];
  });
}

function* findPairs(body: Uint8Array): Generator<readonly [number, number]> {
  let start = 0;
  let count = 0;
  while (start < body.length) {
    count += 1;
    if (count > maxParameters) throw new PandaError('PARAMETERS_TOO_MANY', `read parameters: more than ${maxParameters}`);
    const ampersand = body.indexOf(0x26, start);
    const end = ampersand === -1 ? body.length : ampersand;
    if (end > start) yield [start, end];
    start = end + 1;
  }
}

function percentDecode(encoded: Uint8Array): Uint8Array {
  if (!encoded.includes(0x25) && !encoded.includes(0x2b)) return encoded;
  const decoded = new Uint8Array(encoded.length);
  let length = 0;
  for (let index = 0; index < encoded.length; index += 1) {
    const byte = encoded[index] ?? 0;
    const high = byte === 0x25 ? hexDigit(encoded[index + 1]) : -1;
    const low = byte === 0x25 ? hexDigit(encoded[index + 2]) : -1;
    const isEscape = high >= 0 && low >= 0;
    decoded[length] = isEscape ? high * 16 + low : byte === 0x2b ? 0x20 : byte;
    if (isEscape) index += 2;
    length += 1;
  }
  return decoded.subarray(0, length);
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import { parseBody } from 'hono/utils/body';
import { PandaError, parseUrlencoded, parseUrlencodedPairs } from '@bigpanda/model';

/**
 * Parameters of a request by their name in lower case without underscores, so that the legacy `siteName` and the
 * `site_name` of api/v1 are one. Values are bytes from forms and query strings, files of a multipart body, or what a JSON body held.
 */
export type RequestParameters = ReadonlyMap<string, unknown>;

/** A file of a multipart body. */
export class SentFile {
  readonly name: string;
  readonly content: Uint8Array;

  constructor(name: string, content: Uint8Array) {
    this.name = name;
    this.content = content;
  }
}

/** A name as it stands in RequestParameters. */
export function parameterKey(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

/**
 * The parameters of a request: those of its body, which a GET has none of, then those of its query string. A body is urlencoded, multipart or
 * JSON; a gzipped one is recognised by its first bytes, because pilots do not say so.
 * A name that a query string repeats is the first of its values, or the list of them, as api/v1 has it.
 * @throws PandaError `BODY_INVALID`, `BODY_TOO_LARGE`, `BODY_ENCODING_UNKNOWN`, `PARAMETERS_TOO_MANY`
 */
export async function readParameters(request: Request, { maxInflatedBodyBytes, repeats }: { readonly maxInflatedBodyBytes: number; readonly repeats: 'first' | 'list' }): Promise<RequestParameters> {
  checkEncoding(request.headers.get('content-encoding') ?? 'identity');
  const query = joinRepeats(parseUrlencodedPairs(Buffer.from(new URL(request.url).search.slice(1))), repeats);
  const body = request.method === 'GET' ? new Uint8Array() : await inflate(new Uint8Array(await request.arrayBuffer()), maxInflatedBodyBytes);
  const parameters = new Map<string, unknown>();
  for (const [name, value] of [...(await readFields(body, request.headers.get('content-type') ?? '')), ...query]) {
    const key = parameterKey(name);
    if (!parameters.has(key)) parameters.set(key, value);
  }
  return parameters;
}

/** Values of each name: bytes of one, texts of several. */
function joinRepeats(pairs: readonly (readonly [string, Uint8Array])[], repeats: 'first' | 'list'): [string, unknown][] {
  const groups = Map.groupBy(pairs, ([name]) => name);
  return [...groups].map(([name, values]) => [name, repeats === 'first' || values.length === 1 ? values[0]?.[1] : values.map(([, value]) => new TextDecoder().decode(value))]);
}

function checkEncoding(encoding: string): void {
  if (/^(gzip|x-gzip|identity)$/i.test(encoding.trim())) return;
  throw new PandaError('BODY_ENCODING_UNKNOWN', `read request body: its Content-Encoding is "${encoding.slice(0, 60)}", wanted "gzip" or "identity"`);
}

async function inflate(body: Uint8Array, maxOutputLength: number): Promise<Uint8Array> {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body;
  try {
    return await promisify(gunzip)(body, { maxOutputLength });
  } catch (cause) {
    const isTooLarge = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
    if (isTooLarge) throw new PandaError('BODY_TOO_LARGE', `inflate request body: more than ${maxOutputLength} bytes`);
    throw new PandaError('BODY_INVALID', `inflate request body: ${(cause as Error).message}`, { cause });
  }
}

async function readFields(body: Uint8Array, contentType: string): Promise<Iterable<readonly [string, unknown]>> {
  if (body.length === 0) return [];
  if (contentType.startsWith('multipart/form-data')) return parseMultipart(body, contentType);
  const isJson = /^application\/json\b/i.test(contentType) || body[0] === '{'.charCodeAt(0);
  return isJson ? parseJson(body) : parseUrlencoded(body);
}

async function parseMultipart(body: Uint8Array, contentType: string): Promise<[string, unknown][]> {
  try {
    const form = await parseBody(new Request('http://localhost/', { method: 'POST', body: Buffer.from(body), headers: { 'content-type': contentType } }));
    return await Promise.all(Object.entries(form).map(async ([name, value]): Promise<[string, unknown]> => [name, value instanceof File ? new SentFile(value.name, new Uint8Array(await value.arrayBuffer())) : value]));
  } catch (cause) {
    throw new PandaError('BODY_INVALID', `read multipart body: ${(cause as Error).message}`, { cause });
  }
}

function parseJson(body: Uint8Array): [string, unknown][] {
  const value = parseJsonText(new TextDecoder().decode(body));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new PandaError('BODY_INVALID', 'read JSON body: wanted an object of parameters');
  return Object.entries(value);
}

function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PandaError('BODY_INVALID', `read JSON body: ${(cause as Error).message}`, { cause });
  }
}

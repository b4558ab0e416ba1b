import { createHash } from 'node:crypto';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { insertSandboxFile, touchSandboxFile } from '@bigpanda/datastore';
import { formatUtcTime } from '@bigpanda/model';
import type { FunctionContext } from '../functions/server-function.ts';
import { readRaw, requireText } from '../request/parameter-values.ts';
import { SentFile, type RequestParameters } from '../request/request-parameters.ts';

/** A name of a file in the cache: no folder, nothing hidden. */
const safeName = /^[A-Za-z0-9_][A-Za-z0-9_.+=@-]{0,199}$/;

/** The path of a file in the cache; `undefined` for a name that might lead elsewhere. */
export function cachePath(folder: string, name: string): string | undefined {
  return safeName.test(name) && !name.includes('..') ? join(folder, name) : undefined;
}

/**
 * Keeps the file of a request in the cache and notes its checksum: of a gzip file the CRC that it ends with, as clients ask
 * for it again by it, else the MD5. Of a name with folders the last part is taken, as clients send the path that they have. Source: panda-server, `taskbuffer/Utils.py` putFile.
 */
export async function storeSandbox({ database, identity, address, cacheFolder, sandboxLimits, readClock, log }: FunctionContext, parameters: RequestParameters): Promise<{ readonly refusal?: string }> {
  const file = readRaw(parameters, 'file');
  if (!(file instanceof SentFile)) return { refusal: 'no file was sent' };
  const name = file.name.split('/').at(-1) ?? '';
  const path = cachePath(cacheFolder, name);
  if (path === undefined) return { refusal: `Invalid file name ${JSON.stringify(file.name.slice(0, 200))}` };
  const limit = name.startsWith('sources.') ? sandboxLimits.maxSourcesBytes : sandboxLimits.maxBytes;
  if (file.content.length > limit) return { refusal: `File size exceeds ${limit} bytes, found ${file.content.length}` };
  await mkdir(cacheFolder, { recursive: true });
  try {
    await writeFile(path, file.content, { flag: 'wx', mode: 0o644 });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return { refusal: 'Cannot overwrite file' };
    throw error;
  }
  const record = { userName: identity.name.slice(0, 128), fileName: name, hostName: address.split(':', 1).join('').slice(0, 64), ...measure(file.content) };
  await insertSandboxFile(database, record, formatUtcTime(readClock()));
  log.info({ file: name, sizeBytes: file.content.length, user: identity.name }, 'sandbox kept');
  return {};
}

/** Notes that a file of the cache was used; false when it is not there. */
export async function touchSandbox({ database, cacheFolder, readClock }: FunctionContext, parameters: RequestParameters): Promise<boolean> {
  const name = requireText(parameters, 'filename');
  const path = cachePath(cacheFolder, name);
  if (path === undefined) return false;
  const now = readClock();
  try {
    await utimes(path, now / 1000, now / 1000);
  } catch {
    return false;
  }
  await touchSandboxFile(database, name, formatUtcTime(now));
  return true;
}

/** Size and checksum as clients compute them: a gzip file ends with its CRC and inflated size, four bytes each. Source: panda-client, Client.putFile. */
function measure(content: Uint8Array): { readonly sizeBytes: number; readonly checksum: string } {
  if (content[0] === 0x1f && content[1] === 0x8b && content.length >= 18) {
    const tail = new DataView(content.buffer, content.byteOffset + content.length - 8, 8);
    return { sizeBytes: content.length, checksum: String(tail.getUint32(0, true)) };
  }
  return { sizeBytes: content.length, checksum: createHash('md5').update(content).digest('hex') };
}

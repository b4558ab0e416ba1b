import { appendFile, mkdir, open, rename, stat, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { PandaError } from '@bigpanda/model';
import type { FunctionContext } from '../functions/server-function.ts';
import { readRaw } from '../request/parameter-values.ts';
import { SentFile, type RequestParameters } from '../request/request-parameters.ts';
import { cachePath } from './sandbox.ts';

/** Folders below the cache: whole logs of tasks, and what pilots send bit by bit. Source of the first: panda-server, `taskbuffer/Utils.py`. */
export const taskLogFolder = 'jedilog';
const growingLogFolder = 'joblog';

/** What one call tells of a log that grows. */
const maxReadBytes = 8 * 1024 * 1024;

/** Keeps the log of a task, in place of one that is there; the path below `/cache/`. @throws PandaError `FILE_REFUSED` */
export async function storeTaskLog(context: FunctionContext, parameters: RequestParameters): Promise<string> {
  const { name, content, path } = readLog(context, parameters, taskLogFolder);
  const partial = `${path}.${randomUUID()}`;
  await mkdir(join(context.cacheFolder, taskLogFolder), { recursive: true });
  await writeFile(partial, content, { mode: 0o644 });
  await rename(partial, path);
  return `${taskLogFolder}/${name}`;
}

/** Adds deflated text at the end of a log. @throws PandaError `FILE_REFUSED` */
export async function growLog(context: FunctionContext, parameters: RequestParameters): Promise<void> {
  const { maxBytes } = context.sandboxLimits;
  const { content, path } = readLog(context, parameters, growingLogFolder);
  const text = await promisify(inflate)(content, { maxOutputLength: maxBytes }).catch((cause: unknown) => { throw refuse('cannot be inflated, or is too large then', cause); });
  const size = await stat(path).then((found) => found.size, () => 0);
  if (size + text.length > maxBytes) throw refuse(`would have ${size + text.length} bytes, at most ${maxBytes}`);
  await mkdir(join(context.cacheFolder, growingLogFolder), { recursive: true });
  await appendFile(path, text, { mode: 0o644 });
}

/** What stands in a log from a byte on, at most 8 MiB; empty for a log that is not there. */
export async function readGrowingLog({ cacheFolder }: Pick<FunctionContext, 'cacheFolder'>, logName: string, offset: number): Promise<string> {
  const path = cachePath(join(cacheFolder, growingLogFolder), logName.split('/').at(-1) ?? '');
  const file = path === undefined ? undefined : await open(path).catch(() => undefined);
  if (file === undefined) return '';
  try {
    const left = Math.max((await file.stat()).size - offset, 0);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(left, maxReadBytes)), 0, Math.min(left, maxReadBytes), offset);
    return buffer.subarray(0, bytesRead).toString();
  } finally {
    await file.close();
  }
}

function readLog({ cacheFolder, sandboxLimits: { maxBytes } }: FunctionContext, parameters: RequestParameters, folder: string): { readonly name: string; readonly content: Uint8Array; readonly path: string } {
  const file = readRaw(parameters, 'file');
  if (!(file instanceof SentFile)) throw refuse('was not sent');
  const name = file.name.split('/').at(-1) ?? '';
  const path = cachePath(join(cacheFolder, folder), name);
  if (path === undefined) throw refuse(`has the name ${JSON.stringify(name.slice(0, 200))}`);
  if (file.content.length > maxBytes) throw refuse(`has ${file.content.length} bytes, at most ${maxBytes}`);
  return { name, content: file.content, path };
}

function refuse(fact: string, cause?: unknown): PandaError {
  return new PandaError('FILE_REFUSED', `keep log: the file ${fact}`, { cause });
}

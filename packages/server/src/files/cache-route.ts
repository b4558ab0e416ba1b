import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listQueues, type PandaDatabase } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { describeQueue } from '../sites/site-spec.ts';
import { taskLogFolder } from './log-file.ts';
import { cachePath } from './sandbox.ts';

export interface CacheContext {
  readonly database: PandaDatabase;
  readonly cacheFolder: string;
  /** What pilots are told of storages, by name. */
  readonly storages: Readonly<Record<string, PlainValue>>;
}

/** Parts of the path of a transformation: nothing hidden, nothing upwards. */
const transformationPath = /^(?:[A-Za-z0-9_][A-Za-z0-9_.+-]*\/)*[A-Za-z0-9_][A-Za-z0-9_.+-]*$/;

/** A file below `/trf/`, which pilots download and run; `undefined` for what is not there. */
export async function answerTransformation({ transformationFolder }: { readonly transformationFolder?: string }, path: string): Promise<Response | undefined> {
  const content = transformationFolder !== undefined && transformationPath.test(path) && !path.includes('..') ? await readFile(join(transformationFolder, path)).catch(() => undefined) : undefined;
  return content === undefined ? undefined : new Response(content, { headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' } });
}

/** Names under which pilots and factories ask for all queues, and for all storages. */
const allQueues = /^(agis_schedconf|schedconfig\.all|queues)\.json$/;
const allStorages = /^(agis_ddmendpoints|ddmendpoints|storages)\.json$/;

/**
 * A file below `/cache/`: what is known of a queue as `schedconfig/<queue>.<anything>.json`, all queues, all storages, the log of a
 * task as `jedilog/<name>`, or a sandbox by its name; `undefined` for what is not there.
 */
export async function answerCache({ database, cacheFolder, storages }: CacheContext, path: string): Promise<Response | undefined> {
  const queue = /^schedconfig\/([^/]+?)(?:\.(?:all|pilot|factory))?\.json$/.exec(path)?.[1];
  if (queue !== undefined) {
    const found = (await listQueues(database)).find((row) => row.NICKNAME === queue || row.SITEID === queue);
    return found === undefined ? undefined : Response.json(describeQueue(found));
  }
  if (allQueues.test(path)) return Response.json(Object.fromEntries((await listQueues(database)).map((row) => [row.NICKNAME, describeQueue(row)])));
  if (allStorages.test(path)) return Response.json(storages);
  const log = new RegExp(`^${taskLogFolder}/([^/]+)$`).exec(path)?.[1];
  const file = log === undefined ? cachePath(cacheFolder, path) : cachePath(join(cacheFolder, taskLogFolder), log);
  const content = file === undefined ? undefined : await readFile(file).catch(() => undefined);
  if (content === undefined) return undefined;
  const isGzippedLog = log !== undefined && content[0] === 0x1f && content[1] === 0x8b;
  const headers = isGzippedLog ? { 'content-type': 'text/plain; charset=utf-8', 'content-encoding': 'gzip' } : { 'content-type': 'application/octet-stream' };
  return new Response(content, { headers: { ...headers, 'x-content-type-options': 'nosniff' } });
}

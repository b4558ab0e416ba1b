import { readFile } from 'node:fs/promises';
import { listQueues, type PandaDatabase } from '@bigpanda/datastore';
import type { PlainValue } from '@bigpanda/model';
import { describeQueue } from '../sites/site-spec.ts';
import { cachePath } from './sandbox.ts';

export interface CacheContext {
  readonly database: PandaDatabase;
  readonly cacheFolder: string;
  /** What pilots are told of storages, by name. */
  readonly storages: Readonly<Record<string, PlainValue>>;
}

/** Names under which pilots and factories ask for all queues, and for all storages. */
const allQueues = /^(agis_schedconf|schedconfig\.all|queues)\.json$/;
const allStorages = /^(agis_ddmendpoints|ddmendpoints|storages)\.json$/;

/**
 * A file below `/cache/`: what is known of a queue as `schedconfig/<queue>.<anything>.json`, all queues, all storages, or a
 * sandbox by its name; `undefined` for what is not there.
 */
export async function answerCache({ database, cacheFolder, storages }: CacheContext, path: string): Promise<Response | undefined> {
  const queue = /^schedconfig\/([^/]+?)(?:\.(?:all|pilot|factory))?\.json$/.exec(path)?.[1];
  if (queue !== undefined) {
    const found = (await listQueues(database)).find((row) => row.NICKNAME === queue || row.SITEID === queue);
    return found === undefined ? undefined : Response.json(describeQueue(found));
  }
  if (allQueues.test(path)) return Response.json(Object.fromEntries((await listQueues(database)).map((row) => [row.NICKNAME, describeQueue(row)])));
  if (allStorages.test(path)) return Response.json(storages);
  const file = cachePath(cacheFolder, path);
  const content = file === undefined ? undefined : await readFile(file).catch(() => undefined);
  return content === undefined ? undefined : new Response(content, { headers: { 'content-type': 'application/octet-stream', 'x-content-type-options': 'nosniff' } });
}

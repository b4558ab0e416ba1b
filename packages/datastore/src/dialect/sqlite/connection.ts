import { Worker } from 'node:worker_threads';
import { SqliteFault } from './faults.ts';
import type { ThreadGreeting, ThreadReply, ThreadRequest, ThreadResult, ThreadSettings } from './thread-protocol.ts';

/** A file that is open in a thread of its own. */
export interface SqliteThread {
  run(request: Omit<ThreadRequest, 'id'>): Promise<ThreadResult>;
  close(): Promise<void>;
}

type Waiting = { readonly resolve: (result: ThreadResult) => void; readonly reject: (error: Error) => void };

/** Where the thread's module is: beside this one, or where the bundle of a dialect keeps it. */
function threadModule(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './thread/sqlite.mjs', import.meta.url);
}

/**
 * Opens a file in a new thread. The thread keeps the program alive only while somebody waits for its answer.
 * @throws SqliteFault when it cannot be opened
 */
export async function startThread(settings: ThreadSettings): Promise<SqliteThread> {
  const worker = new Worker(threadModule(), { workerData: settings });
  const waiting = new Map<number, Waiting>();
  let nextId = 0;
  let ended: Error | undefined;
  const fail = (error: Error): void => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  await greeted(worker);
  worker.unref();
  worker.on('message', (reply: ThreadReply) => {
    const caller = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (waiting.size === 0) worker.unref();
    if ('result' in reply) caller?.resolve(reply.result);
    else caller?.reject(new SqliteFault(reply.fault));
  });
  worker.on('error', (error) => { fail(error instanceof Error ? error : new Error(String(error))); });
  worker.on('exit', () => { fail(new Error('the database is closed')); });
  const run = (request: Omit<ThreadRequest, 'id'>): Promise<ThreadResult> => new Promise((resolve, reject) => {
    if (ended !== undefined) { reject(ended); return; }
    const id = nextId++;
    if (waiting.size === 0) worker.ref();
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, ...request } satisfies ThreadRequest);
  });
  return {
    run,
    close: async () => { await worker.terminate(); },
  };
}

/** Waits for the first message of a thread. */
async function greeted(worker: Worker): Promise<void> {
  const greeting = await new Promise<ThreadGreeting>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  if (greeting.kind === 'open') return;
  await worker.terminate();
  throw new SqliteFault(greeting.fault);
}

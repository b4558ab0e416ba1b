import { parentPort } from 'node:worker_threads';
import { writeDocument } from './document-writing.ts';
import type { ThreadRequest, ThreadReply } from './metadata-threads.ts';
import { readPackages } from './package-reading.ts';

parentPort?.on('message', (request: ThreadRequest) => {
  try {
    answer(request);
  } catch {
    // An error loses its class on the way to another thread: who asked does the work itself, and throws what is thrown there.
    reply({ kind: 'failed' });
  }
});

function answer(request: ThreadRequest): void {
  if (request.kind === 'write') return reply({ kind: 'written', entry: writeDocument(request.writing) });
  for (const packages of readPackages(request.reading)) reply({ kind: 'some', packages });
  reply({ kind: 'read' });
}

function reply(message: ThreadReply): void {
  parentPort?.postMessage(message);
}

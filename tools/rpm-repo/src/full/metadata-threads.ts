import type { Worker } from 'node:worker_threads';
import type { RepomdEntry } from '@bigpanda/rpm-format';
import type { DocumentWriting } from './document-writing.ts';
import type { PackageReading } from './package-reading.ts';
import type { SpooledPackage } from './package-spool.ts';

/** What a thread is asked to do. */
export type ThreadRequest = { readonly kind: 'read'; readonly reading: PackageReading } | { readonly kind: 'write'; readonly writing: DocumentWriting };

/** What a thread says: some packages, any number of times, then that it is done or failed. */
export type ThreadReply =
  | { readonly kind: 'some'; readonly packages: readonly SpooledPackage[] }
  | { readonly kind: 'read' | 'failed' }
  | { readonly kind: 'written'; readonly entry: RepomdEntry };

/** A thread of its own for reading packages and writing documents. Each method gives `undefined` where the work failed there. */
export class MetadataThread implements AsyncDisposable {
  readonly #worker = startThread();

  async read(reading: PackageReading): Promise<readonly SpooledPackage[] | undefined> {
    const packages: SpooledPackage[] = [];
    const last = await this.#ask({ kind: 'read', reading }, (some) => packages.push(...some));
    return last.kind === 'read' ? packages : undefined;
  }

  async write(writing: DocumentWriting): Promise<RepomdEntry | undefined> {
    const last = await this.#ask({ kind: 'write', writing }, () => undefined);
    return last.kind === 'written' ? last.entry : undefined;
  }

  async #ask(request: ThreadRequest, take: (packages: readonly SpooledPackage[]) => void): Promise<ThreadReply> {
    const { promise, resolve, reject } = Promise.withResolvers<ThreadReply>();
    const listen = (reply: ThreadReply) => (reply.kind === 'some' ? take(reply.packages) : resolve(reply));
    this.#worker.on('message', listen).once('error', reject);
    this.#worker.postMessage(request);
    try {
      return await promise;
    } finally {
      this.#worker.off('message', listen).off('error', reject);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }
}

function startThread(): Worker {
  // Loaded only here: few commands need threads, and each would wait for it.
  const { Worker: Thread } = process.getBuiltinModule('node:worker_threads');
  return new Thread(new URL('./metadata-thread.ts', import.meta.url));
}

import type { SqliteThread } from './connection.ts';
import type { ThreadRequest, ThreadResult } from './thread-protocol.ts';

type Read = Omit<ThreadRequest, 'id'>;

/** Threads that read. Each is given the next statement when it has answered the last one, so that none waits behind a long one while another thread is free. */
export class ReaderPool {
  readonly #free: SqliteThread[];
  /** Statements that no thread has yet, oldest first. */
  readonly #waiting: { readonly read: Read; readonly resolve: (result: Promise<ThreadResult>) => void }[] = [];

  constructor(threads: readonly SqliteThread[]) {
    this.#free = [...threads];
  }

  run(read: Read): Promise<ThreadResult> {
    const thread = this.#free.pop();
    return thread === undefined ? new Promise((resolve) => { this.#waiting.push({ read, resolve }); }) : this.#give(thread, read);
  }

  async #give(thread: SqliteThread, read: Read): Promise<ThreadResult> {
    try {
      return await thread.run(read);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(thread);
      else next.resolve(this.#give(thread, next.read));
    }
  }
}

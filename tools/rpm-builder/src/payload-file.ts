import { closeSync, openSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { PayloadSpool } from '@bigpanda/rpm-format';
import { readFully, writeAll } from './file-bytes.ts';
import { describeWriteFailure, temporaryFileName } from './package-output.ts';

/** Payloads up to this size stay in memory: most do, and a file costs more than they do. */
const heldBytes = 2 * 1024 * 1024;
const blockBytes = 512 * 1024;

/** A payload that waits for its header: in memory while it is small, then in a file that has no name, so that nothing is left of it whatever happens. */
export class PayloadFile implements PayloadSpool, Disposable {
  readonly #folder: string;
  readonly #signal: AbortSignal | undefined;
  readonly #held: Uint8Array[] = [];
  #heldBytes = 0;
  #descriptor: number | undefined;

  /** @param folder on the disk that has room for it */
  constructor(folder: string, signal: AbortSignal | undefined) {
    this.#folder = folder;
    this.#signal = signal;
  }

  /** @throws ReleaseError `RPM_WRITE_FAILED`; the signal's reason */
  async write(chunk: Uint8Array): Promise<void> {
    this.#signal?.throwIfAborted();
    if (this.#descriptor === undefined && this.#heldBytes + chunk.length <= heldBytes) {
      this.#held.push(Buffer.from(chunk));
      this.#heldBytes += chunk.length;
      return;
    }
    try {
      this.#descriptor ??= this.#openFile();
      for (const held of this.#held.splice(0)) writeAll(this.#descriptor, held);
      writeAll(this.#descriptor, chunk);
    } catch (cause) {
      throw describeWriteFailure(this.#folder, cause);
    }
  }

  /** Each chunk is to be used before the next one is asked for. */
  async *read(): AsyncIterable<Uint8Array> {
    if (this.#descriptor === undefined) {
      yield* this.#held;
      return;
    }
    const block = Buffer.allocUnsafeSlow(blockBytes);
    for (let offset = 0; ;) {
      this.#signal?.throwIfAborted();
      const read = readFully(this.#descriptor, block, offset);
      if (read === 0) return;
      yield block.subarray(0, read);
      offset += read;
    }
  }

  [Symbol.dispose](): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #openFile(): number {
    const file = join(this.#folder, temporaryFileName('payload'));
    const descriptor = openSync(file, 'wx+', 0o600);
    unlinkSync(file);
    return descriptor;
  }
}

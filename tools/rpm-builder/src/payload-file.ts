import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PayloadSpool, StreamedRpm } from '@bigpanda/rpm-format';
import { readFully, writeAll } from './file-bytes.ts';
import { describeWriteFailure, temporaryFileName, type PackageOutput } from './package-output.ts';

/** Payloads up to this size stay in memory: most do, and a file costs more than they do. */
const heldBytes = 2 * 1024 * 1024;
const blockBytes = 512 * 1024;

/** A file whose payload begins behind room for its head. */
interface RoomyFile {
  readonly temporary: string;
  readonly descriptor: number;
  readonly headBytes: number;
}

/** An RPM file on its way: the payload in memory while it is small, then where it will stand in the file. What is not finished is removed with the scope. */
export class PayloadFile implements PayloadSpool, Disposable {
  readonly #output: PackageOutput;
  readonly #fileName: string;
  readonly #signal: AbortSignal | undefined;
  readonly #held: Uint8Array[] = [];
  #measureHead = () => 0;
  #payloadBytes = 0;
  #file: RoomyFile | undefined;

  constructor(output: PackageOutput, fileName: string, signal: AbortSignal | undefined) {
    this.#output = output;
    this.#fileName = fileName;
    this.#signal = signal;
  }

  begin(measureHead: () => number): void {
    this.#measureHead = measureHead;
  }

  /** @throws ReleaseError `RPM_WRITE_FAILED`; the signal's reason */
  async write(chunk: Uint8Array): Promise<void> {
    this.#signal?.throwIfAborted();
    if (this.#file === undefined && this.#payloadBytes + chunk.length <= heldBytes) this.#held.push(Buffer.from(chunk));
    else this.#attempt(() => { this.#append(chunk); });
    this.#payloadBytes += chunk.length;
  }

  /** Each chunk is to be used before the next one is asked for. */
  async *read(): AsyncIterable<Uint8Array> {
    yield* this.#held;
    if (this.#file === undefined) return;
    const block = Buffer.allocUnsafeSlow(blockBytes);
    for (let offset = 0; offset < this.#payloadBytes;) {
      this.#signal?.throwIfAborted();
      const read = readFully(this.#file.descriptor, block, this.#file.headBytes + offset);
      yield block.subarray(0, read);
      offset += read;
    }
  }

  /**
   * Completes the file and gives the path that it will have. Only a head that is longer or shorter than it was measured costs a copy of the payload.
   * @throws ReleaseError `RPM_WRITE_FAILED`
   */
  async finish(rpm: Pick<StreamedRpm, 'head' | 'read'>): Promise<string> {
    const headBytes = rpm.head.reduce((sum, { length }) => sum + length, 0);
    if (this.#file?.headBytes !== headBytes) return this.#output.write(this.#fileName, rpm.read());
    const { descriptor, temporary } = this.#file;
    this.#attempt(() => { writeHead(descriptor, rpm.head); });
    this.#file = undefined;
    closeSync(descriptor);
    return this.#output.adopt(temporary, this.#fileName);
  }

  [Symbol.dispose](): void {
    if (this.#file === undefined) return;
    closeSync(this.#file.descriptor);
    rmSync(this.#file.temporary, { force: true });
    this.#file = undefined;
  }

  #append(chunk: Uint8Array): void {
    const { descriptor, headBytes } = (this.#file ??= this.#openFile());
    writeAll(descriptor, chunk, headBytes + this.#payloadBytes);
  }

  /** With what was held. */
  #openFile(): RoomyFile {
    const temporary = join(this.#output.folder, temporaryFileName(this.#fileName));
    const file = { temporary, descriptor: openSync(temporary, 'wx+', 0o644), headBytes: this.#measureHead() };
    this.#file = file;
    writeAll(file.descriptor, Buffer.concat(this.#held.splice(0)), file.headBytes);
    return file;
  }

  #attempt(write: () => void): void {
    try {
      write();
    } catch (cause) {
      throw describeWriteFailure(join(this.#output.folder, this.#fileName), cause);
    }
  }
}

function writeHead(descriptor: number, parts: readonly Uint8Array[]): void {
  let position = 0;
  for (const part of parts) {
    writeAll(descriptor, part, position);
    position += part.length;
  }
}

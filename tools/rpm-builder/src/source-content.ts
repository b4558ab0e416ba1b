import { closeSync, fstatSync, lstatSync, openSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import type { FileContent } from '@bigpanda/rpm-format';
import { readFully } from './file-bytes.ts';

const blockBytes = 64 * 1024;

/**
 * The content of a file, read when it is asked for; small ones at once, which takes less time than asking another thread to do it would.
 * It has to be the same file then as now, and stay so while it is read.
 * @param path below the folder; absent when that is the file itself
 * @throws ReleaseError `RPM_SOURCE_CHANGED`; when read also `RPM_SOURCE_UNREADABLE`
 */
export function readLater(folder: string, path = ''): FileContent {
  const facts = lstatSync(join(folder, path), { throwIfNoEntry: false });
  if (facts === undefined) throw changed(join(folder, path), 'it is gone');
  return new LaterContent(folder, path, facts);
}

/** By which a file is known again. */
interface FileFacts {
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly ino: number;
  readonly dev: number;
}

/** A hundred thousand of these are held at once: each has what it is known by, and the texts of its place are shared with others. */
class LaterContent implements FileFacts {
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly ino: number;
  readonly dev: number;
  readonly #folder: string;
  readonly #path: string;

  constructor(folder: string, path: string, { size, mtimeMs, ino, dev }: Stats) {
    this.#folder = folder;
    this.#path = path;
    this.sizeBytes = size;
    this.mtimeMs = mtimeMs;
    this.ino = ino;
    this.dev = dev;
  }

  read(): AsyncIterable<Uint8Array> {
    return readBlocks(this.#file(), this);
  }

  fill(target: Uint8Array): void {
    readWhole(this.#file(), this, target);
  }

  #file(): string {
    return this.#path === '' ? this.#folder : `${this.#folder}/${this.#path}`;
  }
}

function readWhole(file: string, facts: FileFacts, target: Uint8Array): void {
  const descriptor = openSource(file);
  try {
    readFully(descriptor, target, 0);
    requireSame(file, facts, fstatSync(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

async function* readBlocks(file: string, facts: FileFacts): AsyncIterable<Uint8Array> {
  const descriptor = openSource(file);
  try {
    const block = Buffer.allocUnsafeSlow(Math.min(facts.sizeBytes, blockBytes));
    for (let offset = 0; offset < facts.sizeBytes;) {
      const read = readFully(descriptor, block.subarray(0, facts.sizeBytes - offset), offset);
      offset += read;
      // The last block is given once it is sure that the file is still the one that was listed.
      if (read === 0 || offset === facts.sizeBytes) requireSame(file, facts, fstatSync(descriptor));
      yield block.subarray(0, read);
    }
    if (facts.sizeBytes === 0) requireSame(file, facts, fstatSync(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

function openSource(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (cause) {
    const { code = 'no code' } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw changed(file, 'it is gone');
    throw new ReleaseError('RPM_SOURCE_UNREADABLE', `pack "${file}": it cannot be read (${code})`, { cause, hint: 'Let the user who packs read it.' });
  }
}

function requireSame(file: string, before: FileFacts, after: Stats): void {
  if (before.sizeBytes !== after.size) throw changed(file, `it had ${before.sizeBytes} bytes and has ${after.size}`);
  if (before.mtimeMs !== after.mtimeMs || before.ino !== after.ino || before.dev !== after.dev) throw changed(file, 'it was written to');
}

function changed(file: string, fact: string): ReleaseError {
  return new ReleaseError('RPM_SOURCE_CHANGED', `pack "${file}": it changed while it was packed: ${fact}`, { hint: 'Run it again when nothing writes to the component\'s folder.' });
}

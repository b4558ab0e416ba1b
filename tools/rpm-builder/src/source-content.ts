import { closeSync, fstatSync, lstatSync, openSync, type Stats } from 'node:fs';
import { ReleaseError } from '@bigpanda/release-model';
import type { FileContent } from '@bigpanda/rpm-format';
import { readFully } from './file-bytes.ts';

const blockBytes = 64 * 1024;

/**
 * The content of a file, read when it is asked for; small ones at once, which takes less time than asking another thread to do it would.
 * It has to be the same file then as now, and stay so while it is read.
 * @throws ReleaseError `RPM_SOURCE_CHANGED`; when read also `RPM_SOURCE_UNREADABLE`
 */
export function readLater(file: string): FileContent {
  const facts = lstatSync(file, { throwIfNoEntry: false });
  if (facts === undefined) throw changed(file, 'it is gone');
  // Of a hundred thousand files at once, nothing more than that can be held.
  const { size, mtimeMs, ino, dev } = facts;
  const known = { size, mtimeMs, ino, dev };
  return { sizeBytes: size, read: () => readBlocks(file, known), fill: (target: Uint8Array) => { readWhole(file, known, target); } };
}

/** By which a file is known again. */
type FileFacts = Pick<Stats, 'size' | 'mtimeMs' | 'ino' | 'dev'>;

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
    const block = Buffer.allocUnsafeSlow(Math.min(facts.size, blockBytes));
    for (let offset = 0; offset < facts.size;) {
      const read = readFully(descriptor, block.subarray(0, facts.size - offset), offset);
      offset += read;
      // The last block is given once it is sure that the file is still the one that was listed.
      if (read === 0 || offset === facts.size) requireSame(file, facts, fstatSync(descriptor));
      yield block.subarray(0, read);
    }
    if (facts.size === 0) requireSame(file, facts, fstatSync(descriptor));
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

function requireSame(file: string, before: FileFacts, after: FileFacts): void {
  if (before.size !== after.size) throw changed(file, `it had ${before.size} bytes and has ${after.size}`);
  if (before.mtimeMs !== after.mtimeMs || before.ino !== after.ino || before.dev !== after.dev) throw changed(file, 'it was written to');
}

function changed(file: string, fact: string): ReleaseError {
  return new ReleaseError('RPM_SOURCE_CHANGED', `pack "${file}": it changed while it was packed: ${fact}`, { hint: 'Run it again when nothing writes to the component\'s folder.' });
}

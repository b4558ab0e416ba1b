import { readSync, writeSync } from 'node:fs';

/** Writes all bytes from a position on, or where the file stands; a call may write fewer than it is given. */
export function writeAll(descriptor: number, bytes: Uint8Array, position?: number): void {
  for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written, bytes.length - written, position === undefined ? null : position + written);
}

/** Fills a buffer from an offset on, as far as the file goes; gives the number of bytes that were read. */
export function readFully(descriptor: number, buffer: Uint8Array, offset: number): number {
  let read = 0;
  while (read < buffer.length) {
    const count = readSync(descriptor, buffer, read, buffer.length - read, offset + read);
    if (count === 0) break;
    read += count;
  }
  return read;
}

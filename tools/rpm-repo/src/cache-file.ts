import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes a file of a cache as one; nothing is left of one that fails.
 * @param isSynced whether it is on the disk before it has its name, for what cannot be told from a part of it when it is read
 * @throws Error of node:fs
 */
export function writeCacheFile(file: string, pieces: readonly (string | Uint8Array | Uint32Array | Float64Array)[], { isSynced = false } = {}): void {
  const part = `${file}.${process.pid}.part`;
  const descriptor = openSync(part, 'w');
  try {
    try {
      for (const piece of pieces) writeFileSync(descriptor, piece);
      if (isSynced) fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(part, file);
  } catch (cause) {
    rmSync(part, { force: true });
    throw cause;
  }
}

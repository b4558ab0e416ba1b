import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readPackageMetadata } from '@bigpanda/rpm-format';
import { toEntry } from '../package-entry.ts';
import { PackageSpool, type SpooledPackage, type SpoolFiles } from './package-spool.ts';

/** What is read, by any number of threads together. */
export interface PackageReading {
  readonly files: readonly string[];
  /** Index of the next file that nobody has taken; one 32-bit number. */
  readonly next: SharedArrayBuffer;
  /** Of this thread alone. */
  readonly spool: SpoolFiles;
}

/** Files that a thread takes at a time. */
const takenTogether = 32;

/**
 * Reads files that no other thread has taken until there are none; what it gives stands in the spool when all was given.
 * @throws RpmFormatError, RepodataError `REPODATA_UNWRITABLE`
 */
export function* readPackages({ files, next, spool: spoolFiles }: PackageReading): Iterable<readonly SpooledPackage[]> {
  const counter = new Int32Array(next);
  const [reader, spool] = [new FileReader(), new PackageSpool(spoolFiles)];
  for (let start = Atomics.add(counter, 0, takenTogether); start < files.length; start = Atomics.add(counter, 0, takenTogether)) {
    yield files.slice(start, start + takenTogether).map((file) => spool.add(toEntry(readPackageMetadata(reader.read(file)))));
  }
  spool.flush();
}

/**
 * Reads files one after another into the same memory, which is what it gives: good until the next is read. At once, for
 * handing twenty thousand small files to other threads takes longer than reading them.
 */
class FileReader {
  #memory = Buffer.alloc(1 << 20);

  read(file: string): Uint8Array {
    const descriptor = openSync(file, 'r');
    try {
      const { size } = fstatSync(descriptor);
      if (size > this.#memory.length) this.#memory = Buffer.alloc(size);
      let length = 0;
      for (let count = -1; count !== 0 && length < size; length += count) count = readSync(descriptor, this.#memory, length, size - length, length);
      return this.#memory.subarray(0, length);
    } finally {
      closeSync(descriptor);
    }
  }
}

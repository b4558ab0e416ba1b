import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPackageMetadata } from '@bigpanda/rpm-format';
import { toEntry } from './content-reader.ts';
import type { MetadataCodec } from './document-members.ts';
import type { PackageEntry } from './snapshot-chunk.ts';
import { changeContent, emptyContent } from './snapshot-content.ts';
import { composeDocuments } from './snapshot-documents.ts';

/**
 * Writes the metadata of RPM files, unsigned, as a snapshot of them would have it: for tools that only want `repodata/`.
 * @throws RpmFormatError, RepodataError `REPODATA_UNWRITABLE`
 */
export async function writeMetadata(packages: readonly string[], folder: string, codec: MetadataCodec = 'gzip'): Promise<void> {
  const entries: PackageEntry[] = [];
  const reader = new FileReader();
  for (const file of packages) entries.push(toEntry(readPackageMetadata(reader.read(file))));
  const { documents, repomd } = composeDocuments(changeContent(emptyContent(codec), { add: entries }), 1, 'packages');
  const repodata = join(folder, 'repodata');
  await mkdir(repodata, { recursive: true });
  for (const { name, parts } of documents) await writeFile(join(repodata, name), parts);
  await writeFile(join(repodata, 'repomd.xml'), repomd);
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

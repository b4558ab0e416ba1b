import { createHash } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageSpec } from '@bigpanda/rpm-format';
import { writeAll } from '../file-bytes.ts';
import { describeWriteFailure } from '../package-output.ts';
import type { ContentFile } from '../spec-file/spec-install.ts';

/** A file's content on disk. */
export interface StoredContent {
  /** Name of the file in the folder. */
  readonly name: string;
  /** SHA-256 of the content, 64 hex digits. */
  readonly digest: string;
}

/**
 * Writes the contents of all files of a family to a folder, under numbers, so that no path has to be spelled for a shell twice.
 * @throws ReleaseError `RPM_WRITE_FAILED`; what reading a content throws; the signal's reason
 */
export async function storeContents(specs: readonly PackageSpec[], folder: string, signal: AbortSignal | undefined): Promise<ReadonlyMap<ContentFile, StoredContent>> {
  const stored = new Map<ContentFile, StoredContent>();
  for (const file of specs.flatMap((spec) => spec.files)) {
    if (file.type !== 'file') continue;
    const name = String(stored.size);
    stored.set(file, { name, digest: await storeContent(file, join(folder, name), signal) });
  }
  return stored;
}

async function storeContent({ content }: ContentFile, path: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  const descriptor = openSync(path, 'wx', 0o644);
  try {
    for await (const chunk of content instanceof Uint8Array ? [content] : content.read()) {
      signal?.throwIfAborted();
      hash.update(chunk);
      writeChunk(descriptor, chunk, path);
    }
  } finally {
    closeSync(descriptor);
  }
  return hash.digest('hex');
}

function writeChunk(descriptor: number, chunk: Uint8Array, path: string): void {
  try {
    writeAll(descriptor, chunk);
  } catch (cause) {
    throw describeWriteFailure(path, cause);
  }
}

import type { FileHandle } from 'node:fs/promises';
import { readRpm, RpmFormatError } from '@bigpanda/rpm-format';
import { ReleaseError } from '@bigpanda/release-model';

/** Holds the head of most packages. */
const firstReadBytes = 32_768;

/**
 * The beginning of an RPM file, up to at least the end of its main header.
 * @throws ReleaseError `RPM_INVALID`
 */
export async function readHead(handle: FileHandle, file: string): Promise<Buffer> {
  const { size } = await handle.stat();
  for (let wanted = firstReadBytes; ; wanted *= 4) {
    const length = Math.min(wanted, size);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, 0);
    const bytes = buffer.subarray(0, bytesRead);
    const error = findError(bytes);
    if (error === undefined) return bytes;
    if (error.code === 'HEADER_TRUNCATED' && wanted < size) continue;
    throw new ReleaseError('RPM_INVALID', `sign "${file}": ${error.message}`, { exitStatus: 2, cause: error, hint: 'Give RPM files that are whole.' });
  }
}

function findError(bytes: Uint8Array): RpmFormatError | undefined {
  try {
    readRpm(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof RpmFormatError) return error;
    throw error;
  }
}

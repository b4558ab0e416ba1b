import { fstatSync, readSync, type Stats } from 'node:fs';
import { readRpm, RpmFormatError } from '@bigpanda/rpm-format';
import { ReleaseError } from '@bigpanda/release-model';

/** Holds the head of most packages, and the whole of small ones. */
const firstReadBytes = 65_536;

/** What was read of a file. */
export interface Beginning {
  readonly facts: Stats;
  readonly bytes: Uint8Array;
}

/**
 * The beginning of an RPM file, up to at least the end of its main header.
 * @throws ReleaseError `RPM_INVALID`
 */
export function readHead(descriptor: number, file: string): Beginning {
  const facts = fstatSync(descriptor);
  for (let wanted = firstReadBytes; ; wanted *= 4) {
    const buffer = Buffer.allocUnsafe(Math.min(wanted, facts.size));
    const bytes = buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, 0));
    const error = findError(bytes);
    if (error === undefined) return { facts, bytes };
    if (error.code === 'HEADER_TRUNCATED' && wanted < facts.size) continue;
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

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { openRpm, RpmFormatError, type PackagedFile, type RpmFile } from '@bigpanda/rpm-format';

/** What stands before the payload of an RPM file. */
export interface RpmHead extends Omit<RpmFile, 'payload'> {
  /** Path as it was given. */
  readonly file: string;
  readonly sizeBytes: number;
  readonly files: readonly PackagedFile[];
}

/**
 * Reads the headers of an RPM file; its payload is not touched, however large it is.
 * @throws ReleaseError `RPM_INVALID`, exit status 2
 */
export async function readHead(workingFolder: string, file: string): Promise<RpmHead> {
  const path = resolve(workingFolder, file);
  const { size: sizeBytes } = await stat(path);
  const stream = createReadStream(path, { highWaterMark: 65_536 });
  try {
    const rpm = await openRpm(stream);
    await rpm.close();
    const { lead, signature, header, headerBytes, files } = rpm;
    return { file, sizeBytes, lead, signature, header, headerBytes, files };
  } catch (error) {
    throw explainFormat(error, file);
  } finally {
    stream.destroy();
  }
}

/** What a person can do with an error of the format; other errors stay what they are. */
export function explainFormat(error: unknown, file: string): unknown {
  if (!(error instanceof RpmFormatError)) return error;
  if (error.code === 'PAYLOAD_CODEC_UNSUPPORTED') {
    return new ReleaseError('PAYLOAD_CODEC_UNSUPPORTED', `read "${file}": cannot read ${/"(\w+)"/.exec(error.message)?.[1] ?? 'such a'} payload, header only`, { cause: error, hint: 'Use rpm2cpio FILE | cpio -idm, on a machine that has them.' });
  }
  return new ReleaseError('RPM_INVALID', `read "${file}": ${error.message}`, { exitStatus: 2, cause: error, hint: 'Give RPM files that are whole; "file" and "bigpanda rpm verify" say more of one.' });
}

import { makeHead, type Resigning } from './head.ts';

export interface ResignedRpm {
  /** The whole file; its lead, main header and payload are those that were given. */
  readonly bytes: Uint8Array;
  /** Whether main header and payload are at the same offsets as before. */
  readonly isInPlace: boolean;
}

/**
 * An RPM file with other signatures, or none. Only the signature header differs; its reserved space takes up the difference, and it grows only where that is too small.
 * What was signed before, by whatever tool, is not checked: check it first where that matters.
 * @throws RpmFormatError, ReleaseError `PAYLOAD_DIGEST_MISSING`
 */
export async function resignRpm(bytes: Uint8Array, resigning: Resigning): Promise<ResignedRpm> {
  const { head, replacedBytes, isInPlace } = await makeHead(bytes, resigning);
  return { bytes: Buffer.concat([head, bytes.subarray(replacedBytes)]), isInPlace };
}

import { headerTag, readNumber, readRpm, readText, replaceSignatures } from '@bigpanda/rpm-format';
import { ReleaseError } from '@bigpanda/release-model';
import { signHeader } from '../header-signatures.ts';
import type { SignerSet } from '../signer.ts';

/** How a package is to be signed; unsigned without signers. */
export interface Resigning {
  readonly signers?: SignerSet | undefined;
  /** Time of the signatures, in seconds since 1970; absent: when the package was built, so that signing again gives the same bytes. */
  readonly timeSeconds?: number | undefined;
}

/** The new beginning of a package. */
export interface NewHead {
  /** Lead and signature header, up to where the main header begins. */
  readonly head: Uint8Array;
  /** Length of what it replaces. */
  readonly replacedBytes: number;
  /** Whether main header and payload are at the same offsets as before. */
  readonly isInPlace: boolean;
}

/**
 * The beginning of a package with other signatures.
 * @param bytes the file, or its beginning up to at least the end of the main header
 * @throws RpmFormatError, ReleaseError `PAYLOAD_DIGEST_MISSING`
 */
export async function makeHead(bytes: Uint8Array, { signers, timeSeconds }: Resigning): Promise<NewHead> {
  const { header, headerBytes } = readRpm(bytes);
  if (signers !== undefined && readText(header, headerTag.payloadDigest) === undefined) throw noPayloadDigest();
  const time = timeSeconds ?? readNumber(header, headerTag.buildTime) ?? 0;
  const packets = signers === undefined ? [] : await signHeader(signers, headerBytes, time);
  const { head, replacedBytes } = replaceSignatures(bytes, packets);
  return { head, replacedBytes, isInPlace: head.length === replacedBytes };
}

/** A signature over the header says nothing of a payload whose digest is not in it. */
function noPayloadDigest(): ReleaseError {
  return new ReleaseError('PAYLOAD_DIGEST_MISSING', 'sign a package: its header holds no digest of the payload, as rpm before 4.14 made them', {
    exitStatus: 3,
    hint: 'Build it again, or sign it with rpmsign.',
  });
}

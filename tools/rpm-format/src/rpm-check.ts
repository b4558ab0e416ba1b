import { createHash } from 'node:crypto';
import { readBytes, readNumber, readText } from './header-access.ts';
import { readRpm, type RpmFile } from './rpm-file.ts';
import { RpmFormatError, type RpmFormatCode } from './rpm-format-error.ts';
import { headerTag, signatureTag } from './tag.ts';

/** What a verifier of OpenPGP signatures says of one. */
export type SignatureOpinion =
  | { readonly valid: true; readonly fingerprint: string }
  | { readonly valid: false; readonly reason: string };

/** Checks a binary OpenPGP signature packet over the data. */
export type VerifySignature = (data: Uint8Array, signature: Uint8Array) => Promise<SignatureOpinion>;

/** One thing wrong with an RPM file. */
export interface RpmProblem {
  readonly code:
    | RpmFormatCode
    | 'HEADER_DIGEST_MISSING'
    | 'HEADER_DIGEST_WRONG'
    | 'PAYLOAD_DIGEST_MISSING'
    | 'PAYLOAD_DIGEST_WRONG'
    | 'SIZE_WRONG'
    | 'SIGNATURE_MISSING'
    | 'SIGNATURE_WRONG';
  readonly message: string;
}

/** SHA-256 in PAYLOADDIGESTALGO (rpm, rpmio/rpmpgp.h). */
const sha256Id = 8;

/**
 * What is wrong with a whole RPM file; nothing when the list is empty.
 * Digests and sizes are always compared, signatures only when `verify` is given; then a missing signature is a problem too.
 * Bytes that are no package give the one problem that says why; nothing is thrown for them.
 */
export async function checkRpm(bytes: Uint8Array, verify?: VerifySignature): Promise<readonly RpmProblem[]> {
  try {
    const file = readRpm(bytes);
    const signatureProblems = verify === undefined ? [] : await checkSignature(file, verify);
    return [...checkSize(file), ...checkHeaderDigests(file), ...checkPayloadDigest(file), ...signatureProblems];
  } catch (error) {
    if (error instanceof RpmFormatError) return [{ code: error.code, message: error.message }];
    throw error;
  }
}

function checkSize(file: RpmFile): readonly RpmProblem[] {
  const wanted = readNumber(file.signature, signatureTag.longSize) ?? readNumber(file.signature, signatureTag.size);
  const found = file.headerBytes.length + file.payload.length;
  if (wanted === undefined || wanted === found) return [];
  return [{ code: 'SIZE_WRONG', message: `check a package: found ${found} bytes of header and payload; wanted ${wanted}` }];
}

function checkHeaderDigests(file: RpmFile): readonly RpmProblem[] {
  const recorded = [
    { name: 'sha256', wanted: readText(file.signature, signatureTag.sha256) },
    { name: 'sha1', wanted: readText(file.signature, signatureTag.sha1) },
  ].filter(({ wanted }) => wanted !== undefined);
  if (recorded.length === 0) return [{ code: 'HEADER_DIGEST_MISSING', message: 'check a package: the signature header holds no digest of the header' }];
  return recorded.flatMap(({ name, wanted }) => {
    const found = createHash(name).update(file.headerBytes).digest('hex');
    return found === wanted ? [] : [{ code: 'HEADER_DIGEST_WRONG' as const, message: `check a package: the ${name} of the header is "${found}"; wanted "${wanted}"` }];
  });
}

function checkPayloadDigest(file: RpmFile): readonly RpmProblem[] {
  const wanted = readText(file.header, headerTag.payloadDigest);
  const algorithm = readNumber(file.header, headerTag.payloadDigestAlgorithm) ?? sha256Id;
  if (wanted === undefined || algorithm !== sha256Id) return [{ code: 'PAYLOAD_DIGEST_MISSING', message: 'check a package: the header holds no SHA-256 of the payload' }];
  const found = createHash('sha256').update(file.payload).digest('hex');
  return found === wanted ? [] : [{ code: 'PAYLOAD_DIGEST_WRONG', message: `check a package: the sha256 of the payload is "${found}"; wanted "${wanted}"` }];
}

async function checkSignature(file: RpmFile, verify: VerifySignature): Promise<readonly RpmProblem[]> {
  const signature = readBytes(file.signature, signatureTag.rsa) ?? readBytes(file.signature, signatureTag.dsa);
  if (signature === undefined) return [{ code: 'SIGNATURE_MISSING', message: 'check a package: the header is not signed' }];
  const opinion = await verify(file.headerBytes, signature);
  return opinion.valid ? [] : [{ code: 'SIGNATURE_WRONG', message: `check a package: ${opinion.reason}` }];
}

import { ReleaseError } from '@bigpanda/release-model';
import { dearmorSignature, type Verifier } from '@bigpanda/signer';
import type { RepositoryFiles } from './repository-files.ts';
import type { RepositoryFinding } from './repository-finding.ts';

/** What is wrong with the detached signature beside a file. */
export async function verifySignature(
  files: RepositoryFiles, verifier: Verifier, { file, bytes }: { readonly file: string; readonly bytes: Uint8Array },
): Promise<readonly RepositoryFinding[]> {
  const place = `${file}.asc`;
  const armored = await files.read(place);
  if (armored === undefined) return [{ code: 'SIGNATURE_MISSING', file: place, message: 'is missing' }];
  try {
    const verdict = await verifier.verify(bytes, await dearmorSignature(Buffer.from(armored).toString()));
    return verdict.valid ? [] : [{ code: 'SIGNATURE_INVALID', file: place, message: `does not sign "${file.slice(file.lastIndexOf('/') + 1)}": ${verdict.reason}` }];
  } catch (error) {
    if (error instanceof ReleaseError) return [{ code: 'SIGNATURE_INVALID', file: place, message: error.message }];
    throw error;
  }
}

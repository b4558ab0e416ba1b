import { ReleaseError } from '@bigpanda/release-model';
import { armorSignature, dearmorSignature, type Verifier } from '@bigpanda/signer';
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
    const [text, wrong] = [Buffer.from(armored).toString(), (reason: string) => [{ code: 'SIGNATURE_INVALID' as const, file: place, message: reason }]];
    const packet = await dearmorSignature(text);
    const verdict = await verifier.verify(bytes, packet);
    // Clients differ in what they forgive.
    if (verdict.valid && armorSignature(packet) !== text) return wrong('is good, but not written as it was: clients may refuse it');
    return verdict.valid ? [] : wrong(`does not sign "${file.slice(file.lastIndexOf('/') + 1)}": ${verdict.reason}`);
  } catch (error) {
    if (error instanceof ReleaseError) return [{ code: 'SIGNATURE_INVALID', file: place, message: error.message }];
    throw error;
  }
}

import { ReleaseError } from '@bigpanda/release-model';

/** The error for a key file whose key cannot sign. */
export function invalidKey(place: string, fact: string): ReleaseError {
  return new ReleaseError('KEY_INVALID', `open the signing key "${place}": ${fact}`, {
    exitStatus: 2,
    hint: 'Give an armored private key, RSA or Ed25519, or move the file away and make a key with: bigpanda key create',
  });
}

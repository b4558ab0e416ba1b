import { createHash, createSign, type KeyObject } from 'node:crypto';
import { readPrivateKey } from 'openpgp';
import { ReleaseError } from '@bigpanda/release-model';
import { toPrivateKey } from './rsa-key.ts';
import { writeHashedHead, writeSignaturePacket, writeTrailer } from './signature-writer.ts';
import type { Signer } from './signer.ts';

/**
 * A signer that holds its key in this process; openpgp reads the key and node:crypto makes the signatures.
 * @param armoredPrivateKey an RSA key without a passphrase
 * @throws ReleaseError `KEY_INVALID`; its message never holds key material
 */
export async function createEmbeddedSigner(armoredPrivateKey: string, place: string): Promise<Signer> {
  const certificate = await readPrivateKey({ armoredKey: armoredPrivateKey }).catch(() => {
    throw invalidKey(place, 'it is not an armored private key');
  });
  if (!certificate.isDecrypted()) throw invalidKey(place, 'it is protected by a passphrase');
  const key = toPrivateKey(certificate.keyPacket);
  if (key === undefined) throw invalidKey(place, 'it is not an RSA key');
  const fingerprint = certificate.getFingerprint();
  const createdSeconds = Math.floor(certificate.getCreationTime().getTime() / 1000);
  return {
    fingerprint,
    createdSeconds,
    publicKeyArmored: certificate.toPublic().armor().replaceAll('\r\n', '\n'),
    sign: async (data, timeSeconds) => signData(data, { key, fingerprint, timeSeconds: Math.max(timeSeconds, createdSeconds) }),
  };
}

function invalidKey(place: string, fact: string): ReleaseError {
  return new ReleaseError('KEY_INVALID', `open the signing key "${place}": ${fact}`, {
    exitStatus: 2,
    hint: 'Give an armored RSA private key without a passphrase, or move the file away so that a new key is made.',
  });
}

interface SigningChoice {
  readonly key: KeyObject;
  readonly fingerprint: string;
  readonly timeSeconds: number;
}

/** RSA PKCS#1 v1.5 with SHA-256, which holds nothing random. */
function signData(data: Uint8Array, choice: SigningChoice): Uint8Array {
  const head = writeHashedHead(choice.timeSeconds, choice.fingerprint);
  const trailer = writeTrailer(head);
  const number = createSign('sha256').update(data).update(trailer).sign(choice.key);
  const hash = createHash('sha256').update(data).update(trailer).digest();
  return writeSignaturePacket({ head, hash, number, fingerprint: choice.fingerprint });
}

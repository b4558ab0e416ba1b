import { createVerify, type KeyObject } from 'node:crypto';
import { readKeys } from 'openpgp';
import { ReleaseError } from '@bigpanda/release-model';
import { toPublicKey } from './rsa-key.ts';
import { readSignaturePacket, type SignaturePacket } from './signature-reader.ts';
import type { SignatureVerdict, Verifier } from './signer.ts';

interface TrustedKey {
  readonly fingerprint: string;
  readonly key: KeyObject;
}

/**
 * A verifier that accepts signatures of the primary RSA keys in the given armored texts; a text may hold several.
 * Revoked keys are left out; expiry is not looked at.
 * @throws ReleaseError `PUBLIC_KEY_INVALID` for a text without a usable key
 */
export async function createVerifier(armoredPublicKeys: readonly string[]): Promise<Verifier> {
  const trusted = (await Promise.all(armoredPublicKeys.map(readTrustedKeys))).flat();
  return {
    fingerprints: trusted.map(({ fingerprint }) => fingerprint),
    verify: async (data, signature) => judge(trusted, data, readSignaturePacket(signature)),
  };
}

async function readTrustedKeys(armored: string): Promise<readonly TrustedKey[]> {
  const keys = await readKeys({ armoredKeys: armored }).catch((cause: unknown) => {
    throw invalidKey((cause as Error).message, cause);
  });
  const trusted = keys.flatMap((certificate) => {
    const key = certificate.revocationSignatures.length > 0 ? undefined : toPublicKey(certificate.keyPacket);
    return key === undefined ? [] : [{ fingerprint: certificate.getFingerprint(), key }];
  });
  if (trusted.length === 0) throw invalidKey('it holds no RSA key that is not revoked');
  return trusted;
}

function invalidKey(fact: string, cause?: unknown): ReleaseError {
  return new ReleaseError('PUBLIC_KEY_INVALID', `read an armored public key: ${fact}`, {
    exitStatus: 2,
    cause,
    hint: 'Give the armored public key of an RSA key, as "gpg --armor --export" prints it.',
  });
}

function judge(trusted: readonly TrustedKey[], data: Uint8Array, packet: SignaturePacket | string): SignatureVerdict {
  if (typeof packet === 'string') return { valid: false, reason: packet };
  if (packet.timeSeconds === undefined) return { valid: false, reason: 'the signature does not say when it was made' };
  const candidates = trusted.filter(({ fingerprint }) => mayBeIssuer(packet, fingerprint));
  if (candidates.length === 0) {
    return { valid: false, reason: `the key "${packet.issuerFingerprint ?? packet.issuerKeyId ?? 'unnamed'}" is not one of the accepted keys` };
  }
  const signer = candidates.find(({ key }) => isSignedBy(key, data, packet));
  if (signer === undefined) return { valid: false, reason: 'the signature does not fit the data' };
  return { valid: true, fingerprint: signer.fingerprint, timeSeconds: packet.timeSeconds };
}

function mayBeIssuer(packet: SignaturePacket, fingerprint: string): boolean {
  if (packet.issuerFingerprint !== undefined) return packet.issuerFingerprint === fingerprint;
  return packet.issuerKeyId === undefined || fingerprint.endsWith(packet.issuerKeyId);
}

function isSignedBy(key: KeyObject, data: Uint8Array, packet: SignaturePacket): boolean {
  const modulusBytes = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  if (packet.number.length > modulusBytes) return false;
  const number = Buffer.concat([new Uint8Array(modulusBytes - packet.number.length), packet.number]);
  return createVerify(packet.hashName).update(data).update(packet.trailer).verify(key, number);
}

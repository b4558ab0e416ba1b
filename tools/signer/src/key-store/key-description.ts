import { ReleaseError } from '@bigpanda/release-model';
import type { CertifiedKey } from '../certificate/certificate.ts';
import { readPlainCertificate } from '../certificate/plain-certificate.ts';
import type { SigningAlgorithm } from '../packet/openpgp-number.ts';

/** What may be shown of a key; it holds no secret. */
export interface KeyDescription {
  /** Of the key that signs: 40 lower-case hex digits. */
  readonly fingerprint: string;
  readonly algorithm: SigningAlgorithm;
  readonly userId: string;
  /** In seconds since 1970. */
  readonly createdSeconds: number;
  /** The first second at which it may not sign any more, absent when it lasts for ever. */
  readonly expiresSeconds?: number;
  /** The certificate to hand out, as an armored text with a newline at the end. */
  readonly publicKeyArmored: string;
}

/**
 * The description of an armored key, private or public; a passphrase is not needed.
 * @throws ReleaseError `KEY_INVALID`
 */
export async function describeKey(armored: string, place: string): Promise<KeyDescription> {
  const plain = readPlainCertificate(armored);
  if (plain !== undefined) return describe(plain.key, plain);
  const [{ readKey }, { readSigningKeys }] = await Promise.all([import('openpgp'), import('../certificate/certificate.ts')]);
  const certificate = await readKey({ armoredKey: armored }).catch(() => {
    throw invalid(place, 'it is not an armored key');
  });
  const [key] = await readSigningKeys(certificate);
  if (key === undefined) throw invalid(place, 'it has no key that may sign with a sound signature of its owner');
  return describe(key, { userId: certificate.getUserIDs()[0] ?? '', publicKeyArmored: certificate.toPublic().armor().replaceAll('\r\n', '\n') });
}

function describe({ fingerprint, algorithm, createdSeconds, expiresSeconds }: Omit<CertifiedKey, 'packet'>, { userId, publicKeyArmored }: Pick<KeyDescription, 'userId' | 'publicKeyArmored'>): KeyDescription {
  return { fingerprint, algorithm, userId, createdSeconds, ...(expiresSeconds === undefined ? {} : { expiresSeconds }), publicKeyArmored };
}

/** Whether an armored private key, which can be read, is protected by a passphrase. */
export async function isLocked(armored: string): Promise<boolean> {
  const { readKey } = await import('openpgp');
  const certificate = await readKey({ armoredKey: armored });
  return certificate.isPrivate() && !certificate.isDecrypted();
}

function invalid(place: string, fact: string): ReleaseError {
  return new ReleaseError('KEY_INVALID', `read the key "${place}": ${fact}`, { exitStatus: 2, hint: 'Put back the file from a copy, or move it away and make a key with: bigpanda key create' });
}

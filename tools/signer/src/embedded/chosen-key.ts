import type { CertifiedKey } from '../certificate/certificate.ts';
import { readPlainCertificate } from '../certificate/plain-certificate.ts';
import type { PrivateSigningKey } from '../certificate/private-key.ts';
import type { LockedKey } from './locked-key.ts';

/** The key of a certificate that signs. */
export interface ChosenKey {
  readonly key: Omit<CertifiedKey, 'packet'>;
  readonly privateKey: PrivateSigningKey;
  /** The certificate to hand out, as an armored text with a newline at the end. */
  readonly publicKeyArmored: string;
}

/**
 * The key that signs of an armored private one.
 * @throws ReleaseError `KEY_INVALID`, `KEY_PASSPHRASE_MISSING`, `KEY_PASSPHRASE_WRONG`
 */
export async function openSigningKey(locked: LockedKey): Promise<ChosenKey> {
  const plain = readPlainCertificate(locked.armored);
  if (plain?.privateKey !== undefined) return { key: plain.key, privateKey: plain.privateKey, publicKeyArmored: plain.publicKeyArmored };
  const { chooseSigningKey } = await import('./key-choice.ts');
  return chooseSigningKey(locked);
}

import type { Key } from 'openpgp';
import { ReleaseError } from '@bigpanda/release-model';
import { splitArmor } from '../packet/armor-blocks.ts';
import type { CertifiedKey } from './certificate.ts';

/** The certificate of a key whose secret another program holds. */
export interface ForeignCertificate {
  readonly key: CertifiedKey;
  /** Armored text with a newline at the end. */
  readonly publicKeyArmored: string;
}

/**
 * The one certificate in an armored text, and the key in it that signs: the newest subkey that may, else the primary key.
 * @param mayUse whether the secret of a key, by its fingerprint, is at hand
 * @throws ReleaseError `PUBLIC_KEY_INVALID`
 */
export async function readForeignCertificate(armored: string, place: string, mayUse: (fingerprint: string) => boolean = () => true): Promise<ForeignCertificate> {
  const [{ readKeys }, { readSigningKeys }] = await Promise.all([import('openpgp'), import('./certificate.ts')]);
  const certificates = await Promise.all(splitArmor(armored).map((block) => readKeys({ armoredKeys: block }))).then((lists) => lists.flat(), (): Key[] => []);
  const [certificate] = certificates;
  if (certificate === undefined || certificates.length > 1) throw invalid(place, `it holds ${certificates.length} certificates; wanted 1`);
  const key = (await readSigningKeys(certificate)).find(({ version, revocations, fingerprint }) => version === 4 && revocations.length === 0 && mayUse(fingerprint));
  if (key === undefined) throw invalid(place, 'it holds no RSA, Ed25519 or ECDSA key that may sign, is not revoked and whose secret is at hand');
  return { key, publicKeyArmored: certificate.toPublic().armor().replaceAll('\r\n', '\n') };
}

function invalid(place: string, fact: string): ReleaseError {
  return new ReleaseError('PUBLIC_KEY_INVALID', `read the certificate of the signing key "${place}": ${fact}`, {
    exitStatus: 2,
    hint: 'Give one armored certificate, as "gpg --armor --export KEY" prints it.',
  });
}

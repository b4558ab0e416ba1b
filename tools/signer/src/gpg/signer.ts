import { ReleaseError } from '@bigpanda/release-model';
import { readForeignCertificate, type ForeignCertificate } from '../certificate/foreign-certificate.ts';
import { requireAlive } from '../certificate/key-life.ts';
import type { Environment } from '../environment.ts';
import { acceptSignature } from '../foreign-signature.ts';
import type { Signer } from '../signer.ts';
import type { GpgConfiguration } from './configuration.ts';
import { runGpg, type GpgSetting } from './gpg-run.ts';
import { readSecretKeys, type SecretCertificate } from './secret-keys.ts';

/**
 * A signer that asks gpg, and with it gpg-agent or a smart card. gpg's clock is set to the wanted time, so the same data and time give the same bytes.
 * @throws ReleaseError `GPG_MISSING`, `GPG_FAILED`, `KEY_MISSING`, `KEY_AMBIGUOUS`, `PUBLIC_KEY_INVALID`; when signing also `SIGNATURE_MISSING`, `SIGNATURE_UNFIT`, `KEY_EXPIRED`
 */
export async function createGpgSigner(configuration: GpgConfiguration, environment: Environment): Promise<Signer> {
  const setting = { configuration, environment };
  const secret = await findSecret(setting);
  const exported = await runGpg(setting, ['--armor', '--export-options', 'export-minimal', '--export', '--', secret.fingerprint]);
  const certificate = await readForeignCertificate(exported.toString(), configuration.key, (fingerprint) => secret.usable.includes(fingerprint));
  const { key, publicKeyArmored } = certificate;
  return {
    kind: 'gpg',
    algorithm: key.algorithm,
    fingerprint: key.fingerprint,
    createdSeconds: key.createdSeconds,
    publicKeyArmored,
    sign: (data, timeSeconds) => signData(setting, certificate, { data, timeSeconds: Math.max(timeSeconds, key.createdSeconds) }),
  };
}

async function findSecret(setting: GpgSetting): Promise<SecretCertificate> {
  const { key } = setting.configuration;
  const listing = await runGpg(setting, ['--with-colons', '--list-secret-keys', '--', key]).catch((error: unknown) => {
    if (error instanceof ReleaseError && /no secret key|not found|no such/i.test(error.message)) return Buffer.alloc(0);
    throw error;
  });
  const [found, ...others] = readSecretKeys(listing.toString());
  if (found === undefined) throw new ReleaseError('KEY_MISSING', `sign with gpg: it has no secret key "${key}"`, { exitStatus: 2, hint: 'List what it has with: gpg --list-secret-keys' });
  if (others.length === 0) return found;
  const names = [found, ...others].map(({ fingerprint }) => `"${fingerprint}"`).join(', ');
  throw new ReleaseError('KEY_AMBIGUOUS', `sign with gpg: "${key}" means ${others.length + 1} keys: ${names}`, { exitStatus: 2, hint: 'Give the fingerprint of one of them.' });
}

interface GpgJob {
  readonly data: Uint8Array;
  readonly timeSeconds: number;
}

/** gpg lets the clock run when it is asked to stop it at the present second (GnuPG, common/gettime.c), so that a second try may be needed. */
async function signData(setting: GpgSetting, certificate: ForeignCertificate, job: GpgJob): Promise<Uint8Array> {
  try {
    return await signOnce(setting, certificate, job);
  } catch (error) {
    if (error instanceof ReleaseError && error.code === 'SIGNATURE_UNFIT') return signOnce(setting, certificate, job);
    throw error;
  }
}

async function signOnce(setting: GpgSetting, { key }: ForeignCertificate, { data, timeSeconds }: GpgJob): Promise<Uint8Array> {
  requireAlive(key, timeSeconds);
  const { program = 'gpg', passphraseFile } = setting.configuration;
  const passphrase = passphraseFile === undefined ? [] : ['--pinentry-mode', 'loopback', '--passphrase-file', passphraseFile];
  const output = await runGpg(setting, [
    ...passphrase,
    // "!" after the time stops the clock there, after the key it forbids another subkey (gpg(1)).
    '--faked-system-time', `${timeSeconds}!`,
    '--local-user', `${key.fingerprint}!`,
    '--digest-algo', key.algorithm === 'rsa' ? 'SHA256' : 'SHA512',
    '--disable-signer-uid', '--no-armor', '--detach-sign',
  ], data);
  return acceptSignature(output, { program, key, data, timeSeconds });
}

import { resolve } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { createCommandSigner } from './command/signer.ts';
import type { Environment } from './environment.ts';
import { createGpgSigner } from './gpg/signer.ts';
import { openKey, openOrCreateKey } from './key-store/key-file.ts';
import type { KeyAlgorithm } from './key-store/key-parameters.ts';
import { passphraseFileOf } from './key-store/passphrase.ts';
import type { Signer, SignerSet } from './signer.ts';
import type { SignerConfiguration, SigningConfiguration } from './signing-configuration.ts';

/** What opening signers needs of the world. */
export interface SigningWorld {
  readonly environment: Environment;
  /** Name of the repository: key files are called after it. */
  readonly name: string;
  /** Absolute path that relative paths of the configuration begin at. */
  readonly folder: string;
  /** User id of a key that has to be made. */
  readonly userId: string;
  /** The present time, in seconds since 1970. */
  readonly nowSeconds: number;
  /** Asks a person for a passphrase; absent when there is no terminal. */
  readonly askPassphrase?: ((question: string) => Promise<string>) | undefined;
}

/**
 * The signers that a configuration names, or the embedded one. The environment overrides who signs: `BIGPANDA_KEY_FILE` a key file,
 * `BIGPANDA_GPG_KEY` a key of gpg's; it leaves the additional ones as they are.
 * A key of the user's that is not there is made; one that a configuration names is not.
 * @throws ReleaseError `SIGNER_UNCLEAR`, `SIGNER_NOT_RSA`, and what opening one gives
 */
export async function openSigners(configuration: SigningConfiguration | undefined, world: SigningWorld): Promise<SignerSet> {
  const { additional = [], ...configured } = configuration ?? { kind: 'embedded' as const };
  const signer = await openSigner(override(configured, world.environment), { world, name: world.name, algorithm: 'rsa4096' });
  if (signer.algorithm !== 'rsa') throw notRsa(signer);
  // The variable names the key of the first signer only.
  const besides = { ...world, environment: { ...world.environment, BIGPANDA_KEY_FILE: undefined } };
  const others = additional.map((one, index) => openSigner(one, { world: besides, name: `${world.name}-ed25519${index === 0 ? '' : `-${index + 1}`}`, algorithm: 'ed25519' }));
  return { signer, additional: await Promise.all(others) };
}

function override(configured: SignerConfiguration, environment: Environment): SignerConfiguration {
  const { BIGPANDA_KEY_FILE: keyFile, BIGPANDA_GPG_KEY: gpgKey } = environment;
  if (keyFile && gpgKey) {
    throw new ReleaseError('SIGNER_UNCLEAR', 'open the signer: "BIGPANDA_KEY_FILE" and "BIGPANDA_GPG_KEY" are both set', { exitStatus: 2, hint: 'Unset one of them.' });
  }
  if (keyFile) return configured.kind === 'embedded' ? configured : { kind: 'embedded' };
  if (gpgKey) return configured.kind === 'gpg' ? { ...configured, key: gpgKey } : { kind: 'gpg', key: gpgKey };
  return configured;
}

interface Opening {
  readonly world: SigningWorld;
  readonly name: string;
  readonly algorithm: KeyAlgorithm;
}

async function openSigner(configuration: SignerConfiguration, { world, name, algorithm }: Opening): Promise<Signer> {
  const { environment, folder, askPassphrase, userId, nowSeconds } = world;
  const place = (path: string | undefined): string | undefined => (path === undefined ? undefined : resolve(folder, path));
  switch (configuration.kind) {
    case 'embedded': {
      const choice = { environment, name, keyFile: place(configuration.keyFile), passphraseFile: place(configuration.passphraseFile), askPassphrase };
      return configuration.keyFile === undefined ? openOrCreateKey({ ...choice, userId, nowSeconds, algorithm }) : openKey(choice);
    }
    case 'gpg': {
      const passphraseFile = passphraseFileOf({ environment, passphraseFile: place(configuration.passphraseFile) });
      return createGpgSigner({ ...configuration, homeFolder: place(configuration.homeFolder), passphraseFile }, environment);
    }
    case 'command':
      return createCommandSigner({ ...configuration, publicKeyFile: resolve(folder, configuration.publicKeyFile) }, environment);
  }
}

function notRsa(signer: Signer): ReleaseError {
  return new ReleaseError('SIGNER_NOT_RSA', `open the signer: the key "${signer.fingerprint}" is ${signer.algorithm}; wanted RSA, which every rpm from EL8 on reads`, {
    exitStatus: 2,
    hint: 'Name an RSA key, and this one under "signing.additional".',
  });
}

import { ReleaseError } from '@bigpanda/release-model';
import { createEmbeddedSigner } from '../embedded/signer.ts';
import type { Signer } from '../signer.ts';
import { generateSigningKey } from './key-generation.ts';
import type { KeyAlgorithm } from './key-parameters.ts';
import { keyFilePath, type KeyChoice } from './key-place.ts';
import { readPassphrase, type PassphraseSource } from './passphrase.ts';
import { createPrivateFile, readPrivateFile } from './private-file.ts';

/** Which key is meant, and where its passphrase comes from if it has one. */
export interface OpenKeyChoice extends KeyChoice, PassphraseSource {}

/** What a key is given when it has to be made. */
export interface NewKey extends OpenKeyChoice {
  /** Such as `PanDA packages <packages@panda.example>`. */
  readonly userId: string;
  /** The present time, in seconds since 1970. */
  readonly nowSeconds: number;
  /** `rsa4096` when absent. */
  readonly algorithm?: KeyAlgorithm | undefined;
}

/**
 * The signer of the key that is there.
 * @throws ReleaseError `KEY_MISSING`, `KEY_FILE_OPEN_TO_OTHERS`, `KEY_FILE_UNREADABLE`, `KEY_INVALID`, `KEY_PLACE_UNKNOWN`, `KEY_PASSPHRASE_MISSING`, `KEY_PASSPHRASE_WRONG`
 */
export async function openKey(choice: OpenKeyChoice): Promise<Signer> {
  const file = keyFilePath(choice);
  const armored = readPrivateFile(file);
  if (armored !== undefined) return openArmored(armored, choice);
  throw new ReleaseError('KEY_MISSING', `open the signing key: "${file}" does not exist`, {
    exitStatus: 2,
    hint: 'Set BIGPANDA_KEY_FILE to the path of the key file, or make a key with: bigpanda key create',
  });
}

/**
 * The signer of the key that is there, or of a new one without a passphrase. Processes that start at once end with one key.
 * @throws ReleaseError as `openKey`, apart from `KEY_MISSING`
 */
export async function openOrCreateKey(choice: NewKey): Promise<Signer> {
  const file = keyFilePath(choice);
  const armored = readPrivateFile(file);
  if (armored !== undefined) return openArmored(armored, choice);
  await createPrivateFile(file, await generateSigningKey({ userId: choice.userId, createdSeconds: choice.nowSeconds, algorithm: choice.algorithm }));
  return openKey(choice);
}

async function openArmored(armored: string, choice: OpenKeyChoice): Promise<Signer> {
  const place = keyFilePath(choice);
  return createEmbeddedSigner({ armored, place, readPassphrase: () => readPassphrase(choice, `Passphrase of the signing key "${place}"`) });
}

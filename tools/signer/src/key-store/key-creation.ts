import { ReleaseError } from '@bigpanda/release-model';
import { describeKey, type KeyDescription } from './key-description.ts';
import { generateSigningKey } from './key-generation.ts';
import type { KeyParameters } from './key-parameters.ts';
import { keyFilePath, type KeyChoice } from './key-place.ts';
import { createPrivateFile, readPrivateFile } from './private-file.ts';

/** A key to make, and where. */
export interface KeyWish extends KeyChoice, KeyParameters {}

/**
 * Refuses to make a key where there is one.
 * @throws ReleaseError `KEY_EXISTS`, and what reading the file gives
 */
export async function requireNoKey(choice: KeyChoice): Promise<void> {
  const file = keyFilePath(choice);
  if (readPrivateFile(file) !== undefined) throw keyExists(file);
}

/**
 * Makes a key, in a file of mode 0600. Whatever was there stays.
 * @throws ReleaseError `KEY_EXISTS`, `KEY_PLACE_UNKNOWN`
 */
export async function createKey(wish: KeyWish): Promise<KeyDescription> {
  await requireNoKey(wish);
  const file = keyFilePath(wish);
  const armored = await generateSigningKey(wish);
  if (!(await createPrivateFile(file, armored))) throw keyExists(file);
  return describeKey(armored, file);
}

function keyExists(file: string): ReleaseError {
  return new ReleaseError('KEY_EXISTS', `make a signing key: "${file}" exists`, { exitStatus: 3, hint: 'Replace it with: bigpanda key rotate' });
}

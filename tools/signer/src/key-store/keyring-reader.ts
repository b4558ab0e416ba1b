import { ReleaseError } from '@bigpanda/release-model';
import { describeKey, isLocked } from './key-description.ts';
import { keyFilePath, type KeyChoice } from './key-place.ts';
import { readPreviousKeys, type Keyring } from './keyring.ts';
import { readPrivateFile } from './private-file.ts';

/**
 * The key that signs and its predecessors, without secrets; no passphrase is needed.
 * @throws ReleaseError `KEY_MISSING`, `KEY_INVALID`, `KEYRING_INVALID`, `KEY_FILE_OPEN_TO_OTHERS`, `KEY_FILE_UNREADABLE`, `KEY_PLACE_UNKNOWN`
 */
export async function readKeyring(choice: KeyChoice): Promise<Keyring> {
  const file = keyFilePath(choice);
  const armored = await readPrivateFile(file);
  if (armored === undefined) throw new ReleaseError('KEY_MISSING', `list the keys: "${file}" does not exist`, { exitStatus: 2, hint: 'Make a key with: bigpanda key create' });
  const current = await describeKey(armored, file);
  const previous = await readPreviousKeys(file);
  // A rotation that was killed half-way has listed the key that still signs.
  return { current, isProtected: await isLocked(armored), previous: previous.filter(({ fingerprint }) => fingerprint !== current.fingerprint) };
}

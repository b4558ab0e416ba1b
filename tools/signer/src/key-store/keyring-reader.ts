import { ReleaseError } from '@bigpanda/release-model';
import { describeKey, isLocked, type KeyDescription } from './key-description.ts';
import { keyFilePath, nextPath, type KeyChoice } from './key-place.ts';
import { readPreviousKeys, type Keyring } from './keyring.ts';
import { readPrivateFile } from './private-file.ts';

/**
 * The key that signs, its successor if one is prepared, and its predecessors, without secrets; no passphrase is needed.
 * @throws ReleaseError `KEY_MISSING`, `KEY_INVALID`, `KEYRING_INVALID`, `KEY_FILE_OPEN_TO_OTHERS`, `KEY_FILE_UNREADABLE`, `KEY_PLACE_UNKNOWN`
 */
export async function readKeyring(choice: KeyChoice): Promise<Keyring> {
  const file = keyFilePath(choice);
  const armored = readPrivateFile(file);
  if (armored === undefined) throw new ReleaseError('KEY_MISSING', `list the keys: "${file}" does not exist`, { exitStatus: 2, hint: 'Make a key with: bigpanda key create' });
  const current = await describeKey(armored, file);
  const next = await readNext(nextPath(file));
  const previous = await readPreviousKeys(file);
  return {
    current,
    isProtected: await isLocked(armored),
    // A rotation that was killed half-way has put the next key in its place, or listed the key that still signs.
    ...(next === undefined || next.fingerprint === current.fingerprint ? {} : { next }),
    previous: previous.filter(({ fingerprint }) => fingerprint !== current.fingerprint),
  };
}

async function readNext(file: string): Promise<KeyDescription | undefined> {
  const armored = readPrivateFile(file);
  return armored === undefined ? undefined : describeKey(armored, file);
}

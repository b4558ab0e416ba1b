import { link, open, readFile, unlink } from 'node:fs/promises';
import { ReleaseError } from '@bigpanda/release-model';
import type { KeyWish } from './key-creation.ts';
import { generateSigningKey } from './key-generation.ts';
import { keyFilePath, lockPath, nextPath, retiredPath, type KeyChoice } from './key-place.ts';
import { writePreviousKeys, type Keyring } from './keyring.ts';
import { readKeyring } from './keyring-reader.ts';
import { createPrivateFile, isCode, readPrivateFile, replacePrivateFile } from './private-file.ts';

/**
 * Makes the key that the next rotation takes, so that clients can have it before anything is signed with it. The one that is there already stays.
 * @throws ReleaseError `KEY_MISSING`, `KEY_ROTATION_UNDER_WAY`, and what reading the keys gives
 */
export async function prepareRotation(wish: KeyWish): Promise<Keyring> {
  return withLock(wish, async (file) => {
    if ((await readKeyring(wish)).next === undefined) {
      await unlink(nextPath(file)).catch(ignoreAbsence);
      await createPrivateFile(nextPath(file), await generateSigningKey(wish));
    }
    return readKeyring(wish);
  });
}

/**
 * Makes the prepared key the one that signs, or a new one when none is prepared. The old public key joins the previous ones,
 * the old private key is kept beside it under the name of its fingerprint.
 * Killed anywhere, either key signs: the new one takes the old one's place in one step, a rename.
 * @throws ReleaseError `KEY_MISSING`, `KEY_ROTATION_UNDER_WAY`, and what reading the keys gives
 */
export async function rotateKey(wish: KeyWish): Promise<Keyring> {
  return withLock(wish, async (file) => {
    const { current, next, previous } = await readKeyring(wish);
    const prepared = next === undefined ? undefined : readPrivateFile(nextPath(file));
    const armored = prepared ?? (await generateSigningKey(wish));
    await keepFile(file, retiredPath(file, current.fingerprint));
    await writePreviousKeys(file, [{ ...current, retiredSeconds: wish.createdSeconds }, ...previous]);
    await replacePrivateFile(file, armored);
    await unlink(nextPath(file)).catch(ignoreAbsence);
    return readKeyring(wish);
  });
}

async function withLock(choice: KeyChoice, work: (file: string) => Promise<Keyring>): Promise<Keyring> {
  const file = keyFilePath(choice);
  // Without a key there is no folder for a lock; read again once nobody else rotates.
  await readKeyring(choice);
  const unlock = await lock(lockPath(file));
  try {
    return await work(file);
  } finally {
    await unlock();
  }
}

function ignoreAbsence(cause: unknown): void {
  if (!isCode(cause, 'ENOENT')) throw cause;
}

async function keepFile(file: string, kept: string): Promise<void> {
  await link(file, kept).catch(async (cause: unknown) => {
    // A rotation that was killed has kept it already.
    if (isCode(cause, 'EEXIST') && (await readFile(kept)).equals(await readFile(file))) return;
    throw cause;
  });
}

async function lock(file: string): Promise<() => Promise<void>> {
  const handle = await open(file, 'wx', 0o600).catch((cause: unknown) => {
    if (!isCode(cause, 'EEXIST')) throw cause;
    throw new ReleaseError('KEY_ROTATION_UNDER_WAY', `rotate the signing key: "${file}" says that another rotation is under way`, { exitStatus: 3, cause, hint: 'Wait for it; if it was killed, remove that file and run it again.' });
  });
  await handle.close();
  return () => unlink(file);
}

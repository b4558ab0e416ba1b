import { link, open, readFile, unlink } from 'node:fs/promises';
import { ReleaseError } from '@bigpanda/release-model';
import type { KeyWish } from './key-creation.ts';
import { describeKey } from './key-description.ts';
import { generateSigningKey } from './key-generation.ts';
import { keyFilePath, lockPath, retiredPath } from './key-place.ts';
import { writePreviousKeys, type Keyring } from './keyring.ts';
import { readKeyring } from './keyring-reader.ts';
import { isCode, replacePrivateFile } from './private-file.ts';

/**
 * Makes a new key the one that signs. The old public key joins the previous ones, the old private key is kept beside it under the name of its fingerprint.
 * Killed anywhere, either key signs: the new one takes the old one's place in the last step, a rename.
 * @throws ReleaseError `KEY_MISSING`, `KEY_ROTATION_UNDER_WAY`, and what reading the keys gives
 */
export async function rotateKey(wish: KeyWish): Promise<Keyring> {
  const file = keyFilePath(wish);
  // Without a key there is no folder for a lock; read again once nobody else rotates.
  await readKeyring(wish);
  const unlock = await lock(lockPath(file));
  try {
    const { current, previous } = await readKeyring(wish);
    const armored = await generateSigningKey(wish);
    await keepFile(file, retiredPath(file, current.fingerprint));
    const listed = [{ ...current, retiredSeconds: wish.createdSeconds }, ...previous];
    await writePreviousKeys(file, listed);
    await replacePrivateFile(file, armored);
    return { current: await describeKey(armored, file), isProtected: wish.passphrase !== undefined, previous: listed };
  } finally {
    await unlock();
  }
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

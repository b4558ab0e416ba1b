import { decryptKey, readPrivateKey, type PrivateKey } from 'openpgp';
import { ReleaseError } from '@bigpanda/release-model';
import { invalidKey } from './invalid-key.ts';
import type { LockedKey } from './locked-key.ts';

/**
 * The key with its secrets readable.
 * @throws ReleaseError `KEY_INVALID`, `KEY_PASSPHRASE_MISSING`, `KEY_PASSPHRASE_WRONG`
 */
export async function unlockKey({ armored, place, readPassphrase }: LockedKey): Promise<PrivateKey> {
  const key = await readPrivateKey({ armoredKey: armored }).catch(() => {
    throw invalidKey(place, 'it is not an armored private key');
  });
  if (key.isDecrypted()) return key;
  const passphrase = await readPassphrase?.();
  if (passphrase === undefined) throw missingPassphrase(place);
  return decryptKey({ privateKey: key, passphrase }).catch((cause: unknown) => {
    throw describeFailure(place, cause);
  });
}

function missingPassphrase(place: string): ReleaseError {
  return new ReleaseError('KEY_PASSPHRASE_MISSING', `open the signing key "${place}": it is protected by a passphrase, and none was given`, {
    exitStatus: 2,
    hint: 'Set BIGPANDA_KEY_PASSPHRASE_FILE to the path of a file with the passphrase, or run it in a terminal.',
  });
}

/** openpgp tells a wrong passphrase from damage by its message only. The cause is left out: nothing of a key goes into a log. */
function describeFailure(place: string, cause: unknown): ReleaseError {
  const isWrong = cause instanceof Error && cause.message.includes('Incorrect key passphrase');
  if (!isWrong) return invalidKey(place, 'its secret part is damaged, or protected in a way that is not known here');
  return new ReleaseError('KEY_PASSPHRASE_WRONG', `open the signing key "${place}": the passphrase is wrong`, { exitStatus: 2, hint: 'Give the passphrase that the key was made with.' });
}

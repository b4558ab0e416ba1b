import { ReleaseError } from '@bigpanda/release-model';
import { describeKey, type KeyDescription } from './key-description.ts';
import { keyringPath } from './key-place.ts';
import { readPrivateFile, replacePrivateFile } from './private-file.ts';

/** A key that signed before the present one; clients still need it for what it signed. */
export interface PreviousKey extends KeyDescription {
  /** When another key took its place, in seconds since 1970. */
  readonly retiredSeconds: number;
}

/** The key that signs, the one that is prepared to sign next, and those that signed before, the latest first. */
export interface Keyring {
  readonly current: KeyDescription;
  /** Whether a passphrase protects the private key that signs. */
  readonly isProtected: boolean;
  readonly next?: KeyDescription;
  readonly previous: readonly PreviousKey[];
}

interface KeyringEntry {
  readonly retiredSeconds: number;
  readonly publicKey: string;
}

/**
 * The previous keys beside a key file, the latest first.
 * @throws ReleaseError `KEYRING_INVALID`
 */
export async function readPreviousKeys(keyFile: string): Promise<readonly PreviousKey[]> {
  const file = keyringPath(keyFile);
  const text = readPrivateFile(file);
  const entries = text === undefined ? [] : parseEntries(text, file);
  return Promise.all(entries.map(async ({ publicKey, retiredSeconds }) => ({ ...await describeKey(publicKey, file), retiredSeconds })));
}

/** Writes the list of previous keys, in one step. */
export async function writePreviousKeys(keyFile: string, keys: readonly PreviousKey[]): Promise<void> {
  const previous = keys.map(({ fingerprint, userId, retiredSeconds, publicKeyArmored }) => ({ fingerprint, userId, retiredSeconds, publicKey: publicKeyArmored }));
  await replacePrivateFile(keyringPath(keyFile), `${JSON.stringify({ previous }, undefined, 2)}\n`);
}

function parseEntries(text: string, file: string): readonly KeyringEntry[] {
  const value = parseJson(text);
  const previous: unknown = typeof value === 'object' && value !== null && 'previous' in value ? value.previous : undefined;
  if (Array.isArray(previous) && previous.every(isEntry)) return previous;
  throw new ReleaseError('KEYRING_INVALID', `read the previous keys: "${file}" is not such a list`, { exitStatus: 2, hint: 'Put back the file from a copy, or move it away; clients then lose the previous keys.' });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is KeyringEntry {
  return typeof value === 'object' && value !== null && 'publicKey' in value && typeof value.publicKey === 'string' && 'retiredSeconds' in value && Number.isSafeInteger(value.retiredSeconds);
}

import type { KeyDescription } from './key-description.ts';
import type { Keyring } from './keyring.ts';

/** What clients need of a key. */
export type PublicKey = Pick<KeyDescription, 'fingerprint' | 'publicKeyArmored'>;

/** The certificates that clients get. */
export interface PublicKeys {
  /** Of the key that signs. */
  readonly current: PublicKey;
  /** Of keys that signed before, or will sign after a rotation. */
  readonly others: readonly PublicKey[];
  /** Of keys whose signatures stand beside those of the current one, for rpm 6; rpm before 4.17 may refuse to import them. */
  readonly additional: readonly PublicKey[];
}

/** A file for clients. */
export interface PublicKeyFile {
  readonly fileName: string;
  /** Armored certificates. */
  readonly text: string;
}

/** What clients get of a keyring: the key that is prepared to sign next comes before those that signed. */
export function publicKeysOf({ current, next, previous }: Keyring): PublicKeys {
  return { current, others: [...(next === undefined ? [] : [next]), ...previous], additional: [] };
}

/** The keys with further ones; each stands there once. */
export function joinPublicKeys(keys: PublicKeys, others: readonly PublicKey[]): PublicKeys {
  const known = new Set([keys.current, ...keys.additional].map(({ fingerprint }) => fingerprint));
  const all = new Map([...keys.others, ...others].filter(({ fingerprint }) => !known.has(fingerprint)).map((key) => [key.fingerprint, key]));
  return { ...keys, others: [...all.values()] };
}

/**
 * The files by which clients get the keys, in the order in which a .repo file names them, the key that signs first:
 * `RPM-GPG-KEY-<name>` and one `RPM-GPG-KEY-<name>-<end of its fingerprint>` for each other key.
 * @param scope `usual` without the additional keys, which is what every rpm takes; `all` when absent
 */
export function renderPublicKeyFiles(name: string, { current, others, additional }: PublicKeys, scope: 'usual' | 'all' = 'all'): readonly PublicKeyFile[] {
  const besides = scope === 'all' ? [...others, ...additional] : others;
  return [
    { fileName: `RPM-GPG-KEY-${name}`, text: current.publicKeyArmored },
    ...besides.map(({ fingerprint, publicKeyArmored }) => ({ fileName: `RPM-GPG-KEY-${name}-${fingerprint.slice(-8)}`, text: publicKeyArmored })),
  ];
}

/** The one file that zypper looks for beside repomd.xml, with every key that may have signed it. */
export function renderZypperKeyFile({ current, others }: PublicKeys): PublicKeyFile {
  return { fileName: 'repomd.xml.key', text: [current, ...others].map(({ publicKeyArmored }) => publicKeyArmored).join('') };
}

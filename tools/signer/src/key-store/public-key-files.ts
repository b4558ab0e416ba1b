import type { Keyring } from './keyring.ts';

/** A file for clients. */
export interface PublicKeyFile {
  readonly fileName: string;
  /** Armored certificates. */
  readonly text: string;
}

/**
 * The files by which clients get the keys, in the order in which a .repo file names them, the key that signs first:
 * `RPM-GPG-KEY-<name>` and one `RPM-GPG-KEY-<name>-<end of its fingerprint>` a previous key, for dnf's gpgkey=.
 */
export function renderPublicKeyFiles(name: string, { current, previous }: Keyring): readonly PublicKeyFile[] {
  const old = previous.map(({ fingerprint, publicKeyArmored }) => ({ fileName: `RPM-GPG-KEY-${name}-${fingerprint.slice(-8)}`, text: publicKeyArmored }));
  return [{ fileName: `RPM-GPG-KEY-${name}`, text: current.publicKeyArmored }, ...old];
}

/** The one file that zypper looks for beside repomd.xml, with every key. */
export function renderZypperKeyFile({ current, previous }: Keyring): PublicKeyFile {
  return { fileName: 'repomd.xml.key', text: [current, ...previous].map(({ publicKeyArmored }) => publicKeyArmored).join('') };
}

import type { SigningAlgorithm } from './packet/openpgp-number.ts';

/** Makes OpenPGP signatures with one key. The same data, time and key give the same bytes, unless `kind` is `command` and the program does otherwise. */
export interface Signer {
  /** Where the key is: in this process, with gpg, or behind a program of the site. */
  readonly kind: 'embedded' | 'gpg' | 'command';
  readonly algorithm: SigningAlgorithm;
  /** Of the signing key: 40 lower-case hex digits. */
  readonly fingerprint: string;
  /** The certificate to hand out, as an armored text with a newline at the end. */
  readonly publicKeyArmored: string;
  /** When the key was made, in seconds since 1970. */
  readonly createdSeconds: number;
  /**
   * A binary signature packet over the data (version 4, type "binary document").
   * The time in it is the later of `timeSeconds` and the key's creation; a site's own program may state another.
   */
  readonly sign: (data: Uint8Array, timeSeconds: number) => Promise<Uint8Array>;
}

/** The signers of one release: what every rpm reads, and what newer ones read beside it. */
export interface SignerSet {
  /** RSA with SHA-256. */
  readonly signer: Signer;
  /** Signers of further signatures, such as one with Ed25519; none is usual. */
  readonly additional: readonly Signer[];
}

/** What a verifier found: whose signature it is, or why it does not count. */
export type SignatureVerdict =
  | { readonly valid: true; readonly fingerprint: string; readonly timeSeconds: number }
  | { readonly valid: false; readonly reason: string };

/** Checks OpenPGP signatures against a fixed set of keys. */
export interface Verifier {
  /** Of the keys that it accepts, subkeys among them: 40 lower-case hex digits each, 64 of a version 6 key. */
  readonly fingerprints: readonly string[];
  /** Checks a binary signature packet over the data; a packet that cannot be read is a reason, not an exception. */
  readonly verify: (data: Uint8Array, signature: Uint8Array) => Promise<SignatureVerdict>;
}

/** Makes OpenPGP signatures with one key. The same data, time and key give the same bytes. */
export interface Signer {
  /** Of the signing key: 40 lower-case hex digits. */
  readonly fingerprint: string;
  /** The certificate to hand out, as an armored text with a newline at the end. */
  readonly publicKeyArmored: string;
  /** When the key was made, in seconds since 1970. */
  readonly createdSeconds: number;
  /**
   * A binary signature packet over the data (version 4, type "binary document").
   * The time in it is the later of `timeSeconds` and the key's creation.
   */
  readonly sign: (data: Uint8Array, timeSeconds: number) => Promise<Uint8Array>;
}

/** What a verifier found: whose signature it is, or why it does not count. */
export type SignatureVerdict =
  | { readonly valid: true; readonly fingerprint: string; readonly timeSeconds: number }
  | { readonly valid: false; readonly reason: string };

/** Checks OpenPGP signatures against a fixed set of keys, whatever the clock says. */
export interface Verifier {
  /** Of the keys that it accepts: 40 lower-case hex digits each. */
  readonly fingerprints: readonly string[];
  /** Checks a binary signature packet over the data; a packet that cannot be read is a reason, not an exception. */
  readonly verify: (data: Uint8Array, signature: Uint8Array) => Promise<SignatureVerdict>;
}

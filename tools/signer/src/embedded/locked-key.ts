/** An armored private key as it stands in a file. */
export interface LockedKey {
  readonly armored: string;
  /** Where it was read, for messages. */
  readonly place: string;
  /** Asked for the passphrase of a key that has one; undefined when there is none to give. */
  readonly readPassphrase?: () => Promise<string | undefined>;
}

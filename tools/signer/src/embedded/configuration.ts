/** The key is read into this process. */
export interface EmbeddedConfiguration {
  readonly kind: 'embedded';
  /** Armored private key; relative to the workspace. Absent: the place of the user's keys, where a key is made on first use. */
  readonly keyFile?: string | undefined;
  /** File whose first line is the key's passphrase; `BIGPANDA_KEY_PASSPHRASE_FILE` overrides it. */
  readonly passphraseFile?: string | undefined;
}

/** The key is with gpg: in its keyring, behind its agent, or on a smart card. */
export interface GpgConfiguration {
  readonly kind: 'gpg';
  /** Fingerprint, key id or user id of the one certificate to sign with, as gpg's --local-user takes it. */
  readonly key: string;
  /** `gpg` when absent. */
  readonly program?: string | undefined;
  /** gpg's home folder; relative to the workspace. Absent: gpg's own choice (`GNUPGHOME`). */
  readonly homeFolder?: string | undefined;
  /** File with the key's passphrase, given to gpg; absent: the agent asks or knows. `BIGPANDA_KEY_PASSPHRASE_FILE` overrides it. */
  readonly passphraseFile?: string | undefined;
  /** How long one signature may take; 120 when absent. */
  readonly timeoutSeconds?: number | undefined;
}

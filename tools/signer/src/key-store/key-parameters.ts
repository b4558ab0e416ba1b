/** Kinds of key that are made: what every rpm from EL8 on reads, and the addition for newer ones. */
export const keyAlgorithms = ['rsa4096', 'ed25519'] as const;
export type KeyAlgorithm = (typeof keyAlgorithms)[number];

export interface KeyParameters {
  /** Such as `PanDA packages`, or with an address: `PanDA packages <packages@panda.example>`. */
  readonly userId: string;
  readonly createdSeconds: number;
  /** `rsa4096` when absent. */
  readonly algorithm?: KeyAlgorithm | undefined;
  /** How long it may sign; for ever when absent. */
  readonly lifetimeSeconds?: number | undefined;
  /** Protects the private key; it is not protected when absent. */
  readonly passphrase?: string | undefined;
}

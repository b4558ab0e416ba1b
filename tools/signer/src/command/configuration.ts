/**
 * A program of the site signs, such as the client of a hardware security module.
 * It gets the data on standard input and the wanted time in `BIGPANDA_SIGNATURE_TIME` (seconds since 1970),
 * and prints one detached OpenPGP signature, binary or armored.
 */
export interface CommandConfiguration {
  readonly kind: 'command';
  /** Program and its arguments; no shell reads them. */
  readonly command: readonly string[];
  /** Armored certificate that the signatures are of; relative to the workspace. */
  readonly publicKeyFile: string;
  /** How long one signature may take; 120 when absent. */
  readonly timeoutSeconds?: number | undefined;
}

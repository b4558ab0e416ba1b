import { ReleaseError } from '@bigpanda/release-model';

export interface KeyLife {
  readonly fingerprint: string;
  /** Absent when it lasts for ever. */
  readonly expiresSeconds: number | undefined;
}

/**
 * Refuses to use a key at a time after its end.
 * @throws ReleaseError `KEY_EXPIRED`
 */
export function requireAlive({ fingerprint, expiresSeconds }: KeyLife, timeSeconds: number): void {
  if (expiresSeconds === undefined || timeSeconds < expiresSeconds) return;
  throw new ReleaseError('KEY_EXPIRED', `sign: the key "${fingerprint}" expired on ${new Date(expiresSeconds * 1000).toISOString().slice(0, 10)}`, {
    exitStatus: 3,
    hint: 'Make a new key with: bigpanda key rotate',
  });
}

import type { SnapshotContent } from './snapshot-content.ts';

/** Snapshots that are held: the one before and the one after, for a few channels. */
const heldSnapshots = 4;

/**
 * What the last snapshots list, for a process that publishes more than once: then nothing is read again.
 * Snapshots are found by digest, so what is held can never be out of date.
 */
export class ContentMemory {
  readonly #held = new Map<string, SnapshotContent>();

  recall(digest: string): SnapshotContent | undefined {
    return this.#held.get(digest);
  }

  remember(digest: string, content: SnapshotContent): void {
    this.#held.delete(digest);
    this.#held.set(digest, content);
    for (const oldest of [...this.#held.keys()].slice(0, -heldSnapshots)) this.#held.delete(oldest);
  }
}

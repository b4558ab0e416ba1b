import { seededRandom } from '@bigpanda/rpm-format/testing/seeded-random';

/** Numbers that look random and are the same for the same seed. */
export class RandomNumbers {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = seededRandom(seed);
  }

  /** From 0 up to, not with, the limit. */
  below(limit: number): number {
    return (this.#next() * 2 ** 32) % limit;
  }

  pick<Value>(values: readonly [Value, ...Value[]]): Value {
    return values[this.below(values.length)] ?? values[0];
  }
}

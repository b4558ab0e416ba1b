/** How much may be under way at a time: items whose weights together stay below a limit, and one in any case. */
export interface WeightLimit<Item> {
  readonly weightOf: (item: Item) => number;
  readonly limit: number;
}

/** What a function makes of each item, in their order, with several under way at a time. The first failure ends it; those under way are waited for. */
export async function mapWeighed<Item, Result>(items: readonly Item[], { weightOf, limit }: WeightLimit<Item>, make: (item: Item) => Promise<Result>): Promise<readonly Result[]> {
  const results: Promise<Result>[] = [];
  const work = new WorkUnderWay(limit);
  for (const item of items) {
    await work.makeRoom(weightOf(item));
    if (work.hasFailed()) break;
    const result = make(item);
    work.add(result, weightOf(item));
    results.push(result);
  }
  await work.end();
  return Promise.all(results);
}

/** Promises that are not settled yet, each with its weight. */
class WorkUnderWay {
  readonly #limit: number;
  readonly #running = new Map<Promise<void>, number>();
  #isFailed = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  hasFailed(): boolean {
    return this.#isFailed;
  }

  async makeRoom(weight: number): Promise<void> {
    while (this.#running.size > 0 && this.#weight() + weight > this.#limit) await Promise.race(this.#running.keys());
  }

  add(result: Promise<unknown>, weight: number): void {
    const ended: Promise<void> = result.then(() => undefined, () => { this.#isFailed = true; }).finally(() => this.#running.delete(ended));
    this.#running.set(ended, weight);
  }

  async end(): Promise<void> {
    await Promise.all(this.#running.keys());
  }

  #weight(): number {
    return [...this.#running.values()].reduce((sum, weight) => sum + weight, 0);
  }
}

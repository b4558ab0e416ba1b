/**
 * What a function makes of each item, in their order, with several under way at a time.
 * The first failure ends it; those under way are waited for.
 */
export async function* mapOrdered<Item, Result>(items: AsyncIterable<Item>, limit: number, make: (item: Item) => Promise<Result>): AsyncIterable<Result> {
  const running: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const next = make(item);
      // A failure is reported when it is the item's turn.
      next.catch(() => undefined);
      running.push(next);
      const oldest = running.length < limit ? undefined : running.shift();
      if (oldest !== undefined) yield await oldest;
    }
    for (let oldest = running.shift(); oldest !== undefined; oldest = running.shift()) yield await oldest;
  } finally {
    await Promise.allSettled(running);
  }
}

/**
 * What a function makes of each item, in their order, with several under way at a time while the next item is got ready.
 * The first failure ends it; those under way are waited for.
 */
export async function* mapOrdered<Item, Result>(items: AsyncIterable<Item>, limit: number, make: (item: Item) => Promise<Result>): AsyncIterable<Result> {
  const waiting: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      // One begins when the one that is `limit` places before it has ended.
      const before = waiting.at(-limit);
      const next = before === undefined ? make(item) : before.then(() => make(item));
      // A failure is reported when it is the item's turn.
      next.catch(() => undefined);
      waiting.push(next);
      const oldest = waiting.length <= limit ? undefined : waiting.shift();
      if (oldest !== undefined) yield await oldest;
    }
    for (let oldest = waiting.shift(); oldest !== undefined; oldest = waiting.shift()) yield await oldest;
  } finally {
    await Promise.allSettled(waiting);
  }
}

/** A chore that is done at once, and then not again before so many seconds are over, however often it is asked for. */
export function atMostEvery(seconds: number, chore: () => Promise<unknown>, readClock: () => number): () => Promise<void> {
  let next = Number.NEGATIVE_INFINITY;
  return async () => {
    if (readClock() < next) return;
    next = readClock() + seconds * 1000;
    await chore();
  };
}

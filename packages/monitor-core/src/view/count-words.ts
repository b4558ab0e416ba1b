/** How many of something there are, in words: `1 file`, `2 files`. */
export function countOf(things: readonly unknown[], word: string): string {
  return `${things.length} ${word}${things.length === 1 ? '' : 's'}`;
}

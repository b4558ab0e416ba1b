/** Letters that may be wrong in a name that is still taken for another: one in three. */
const lettersPerMistake = 3;

/** The name among others that a misspelt one is nearest to, by letters that differ; absent where none is near. */
export function nearestName(name: string, names: Iterable<string>): string | undefined {
  let found: { readonly name: string; readonly mistakes: number } | undefined;
  for (const other of names) {
    const mistakes = countMistakes(name.toLowerCase(), other.toLowerCase());
    if (mistakes <= Math.max(name.length, other.length) / lettersPerMistake && (found === undefined || mistakes < found.mistakes)) found = { name: other, mistakes };
  }
  return found?.name;
}

/** Levenshtein's distance. */
function countMistakes(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, place) => place);
  for (const [index, letter] of [...left].entries()) {
    const next = [index + 1];
    for (let place = 1; place <= right.length; place += 1) {
      next.push(Math.min((row[place] ?? 0) + 1, (next[place - 1] ?? 0) + 1, (row[place - 1] ?? 0) + Number(right[place - 1] !== letter)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

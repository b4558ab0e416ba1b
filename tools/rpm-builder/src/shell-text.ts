/** A text as one word of a POSIX shell. */
export function quoteWord(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Parts of a script one after the other, undefined ones left out; undefined when nothing is left. */
export function joinScript(...parts: readonly (string | undefined)[]): string | undefined {
  const present = parts.filter((part) => part !== undefined && part.trim() !== '').map((part) => (part ?? '').trimEnd());
  return present.length === 0 ? undefined : `${present.join('\n')}\n`;
}

/**
 * A text of a file that others made, fit for a terminal: control characters are shown as `\x1b` and do nothing.
 * Tabs and ends of lines stay.
 */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]/gu, (character) => `\\x${(character.codePointAt(0) ?? 0).toString(16).padStart(2, '0')}`);
}

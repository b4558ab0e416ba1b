/** Characters of a line of a description that every terminal shows whole (rpmlint, description-line-too-long). */
const lineCharacters = 79;

/** A description in lines of at most 79 characters: longer ones are broken between words. Lines that begin with a space are written as they are, and so is a word that is longer. */
export function foldDescription(text: string): string {
  return text.split('\n').map((line) => (line.startsWith(' ') || line.startsWith('\t') ? line : foldLine(line))).join('\n');
}

function foldLine(line: string): string {
  if (countCharacters(line) <= lineCharacters) return line;
  const lines: string[] = [];
  for (const word of line.split(/ +/)) {
    const begun = lines.at(-1);
    if (begun === undefined || countCharacters(begun) + 1 + countCharacters(word) > lineCharacters) lines.push(word);
    else lines[lines.length - 1] = `${begun} ${word}`;
  }
  return lines.join('\n');
}

function countCharacters(text: string): number {
  return [...text].length;
}

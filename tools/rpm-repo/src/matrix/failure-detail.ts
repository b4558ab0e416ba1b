/** What Debian's rpm says to everybody, whatever happens. */
const noise = /^rpm: (?:RPM should not be used directly|However assuming you know what you are doing)/;

/** What says why a step failed, the most telling first: a scriptlet, a requirement or a conflict, an account, any error but those that only follow from another. */
const telling: readonly RegExp[] = [
  /scriptlet failed|^Error in \w+ scriptlet/i,
  /\bis needed by\b|\bnothing provides\b|\bconflicts with\b/,
  /(?:user|group) \S+ does not exist/,
  /^error: (?!.*: (?:install failed|erase skipped)$)(?!Failed dependencies:|Transaction failed)\S/i,
  /^error: \S/i,
];
const detailLines = 12;

/** What a program said when a step failed: the line that says why, then the others in their order, twelve at most. */
export function writeDetail(output: string): string {
  const lines = output.split('\n').map((line) => line.trimEnd()).filter((line) => line !== '' && !noise.test(line));
  const cause = findCause(lines);
  const others = lines.filter((line) => line !== cause);
  const shown = [...(cause === undefined ? [] : [cause.trim().replace(/^(?:error:|-) /i, '')]), ...others.slice(0, detailLines - 1)];
  return [...shown, ...(lines.length > shown.length ? [`and ${lines.length - shown.length} lines more`] : [])].join('\n');
}

function findCause(lines: readonly string[]): string | undefined {
  for (const pattern of telling) {
    const line = lines.find((each) => pattern.test(each));
    if (line !== undefined) return line;
  }
  // A heading says nothing without what it heads.
  return lines.find((line) => !/^[\w ]+:$/.test(line)) ?? lines[0];
}

/** A footer that tells what breaks (Conventional Commits 1.0.0, items 12 and 16), up to an empty line or the next footer. */
const breakingFooter = /^[\s|*]*BREAKING[ -]CHANGE[:\s]+(.+(?:\n(?!\s*$|[\w-]+: ).+)*)/mi;

/** What a breaking commit says that it breaks: the text of its footer, else its subject without type and scope; one line. */
export function findBreakingText(message: string): string {
  const [subject = ''] = message.split('\n');
  const text = breakingFooter.exec(message)?.[1] ?? subject.replace(/^\w+(?:\(.*?\))?!?: /, '');
  return text.replace(/\s+/g, ' ').trim();
}

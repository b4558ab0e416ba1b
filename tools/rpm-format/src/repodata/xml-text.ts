/** Text content as libxml2 writes it: markup and carriage returns escaped, all else as it is. */
export function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => escapes[character] ?? character);
}

/** An attribute's value in double quotes, as libxml2's node dump writes it: also white space and every non-ASCII character escaped. */
export function escapeAttribute(text: string): string {
  return text.replace(/[&<>"\r\n\t]|[^\0-\x7f]/gu, (character) => escapes[character] ?? toReference(character));
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};

function toReference(character: string): string {
  return `&#x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()};`;
}

/** The text of a component's CHANGELOG.md with the notes of a release above those of earlier ones. */
export function insertNotes(before: string | undefined, name: string, notes: string): string {
  const title = `# Changelog of ${name}\n`;
  const text = before ?? title;
  const [, head = '', rest = ''] = /^(# [^\n]*\n)?([^]*)$/.exec(text) ?? [];
  return [head === '' ? title : head, `${notes.trim()}\n`, ...(rest.trim() === '' ? [] : [`${rest.trim()}\n`])].join('\n');
}

import type { OwnLoader, OwnRow } from '@bigpanda/monitor-contract';

/** Notes as lines "SITE <tab> AUTHOR <tab> TEXT": `bigpandamon load survey notes FILE`. */
export const notesLoader: OwnLoader = {
  name: 'notes',
  table: 'notes',
  // A note of a site takes the place of the one before; "replace" would take those of all other sites away too.
  mode: 'merge',
  // A table that is only ever added to grows until the disk is full.
  keeps: { column: 'written', days: 365 },
  toRows: (text, now) => text.split('\n').filter((line) => line.trim() !== '').map((line, index) => readLine(line, { line: index + 1, now })),
};

/** @throws Error for a line without a site or a text; the command shows the message, and nothing is written */
function readLine(text: string, { line, now }: { readonly line: number; readonly now: string }): OwnRow {
  const [site = '', author = '', ...note] = text.split('\t');
  if (site === '' || note.length === 0) throw new Error(`line ${line}: wanted SITE, AUTHOR and TEXT with tabs between them, found "${text.slice(0, 60)}"`);
  return { site: site.slice(0, 60), author: author.slice(0, 60), text: note.join(' '), written: now };
}

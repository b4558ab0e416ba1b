import { wrap } from './wrap.ts';

/** A last column is never narrower. */
const leastColumns = 20;

/** Rows as aligned columns, two spaces apart; the last column is left as it is. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((found, row) => row.map((cell, index) => Math.max(found[index] ?? 0, cell.length)), []);
  const lines = rows.map((row) => row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0))).join('  ').trimEnd());
  return lines.join('\n');
}

/** As `renderTable`, the last column broken between words where the terminal ends, but not at a no-break space; unbroken without a width. */
export function renderWrapped(rows: readonly (readonly string[])[], columns: number | undefined): string {
  if (columns === undefined) return renderTable(rows).replaceAll('\u00a0', ' ');
  const used = rows.reduce<number[]>((found, row) => row.slice(0, -1).map((cell, index) => Math.max(found[index] ?? 0, cell.length)), []).reduce((sum, width) => sum + width + 2, 0);
  return renderTable(rows.flatMap((row) => wrap(row.at(-1) ?? '', Math.max(leastColumns, columns - used)).map((line, index) => [...row.slice(0, -1).map((cell) => (index === 0 ? cell : '')), line]))).replaceAll('\u00a0', ' ');
}

/** A text with every line two characters further to the right. */
export function indent(text: string): string {
  return text.split('\n').map((line) => `  ${line}`).join('\n');
}

/** A size in bytes as people read it: `512 B`, `3.4 kB`, `1.2 MB`. */
export function formatSize(sizeBytes: number): string {
  if (sizeBytes < 1000) return `${sizeBytes} B`;
  if (sizeBytes < 1_000_000) return `${(sizeBytes / 1000).toFixed(1)} kB`;
  return `${(sizeBytes / 1_000_000).toFixed(1)} MB`;
}

/** A fingerprint in groups of four digits, as gpg and dnf show it. */
export function formatFingerprint(fingerprint: string): string {
  return (fingerprint.toUpperCase().match(/.{1,4}/g) ?? []).join(' ');
}

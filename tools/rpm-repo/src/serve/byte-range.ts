/** First and last byte, both included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The one range that a `Range` header asks for (RFC 9110, section 14.2). `undefined` means the whole file: no header,
 * one that is not understood, or several ranges; `unsatisfiable` lies outside the file.
 */
export function readByteRange(header: string | undefined, sizeBytes: number): ByteRange | 'unsatisfiable' | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  if (from === '') return toRange(Math.max(0, sizeBytes - Number(to)), sizeBytes - 1, sizeBytes);
  if (to !== '' && Number(to) < Number(from)) return undefined;
  return toRange(Number(from), to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1), sizeBytes);
}

function toRange(first: number, last: number, sizeBytes: number): ByteRange | 'unsatisfiable' {
  return first < sizeBytes && first <= last ? { first, last } : 'unsatisfiable';
}

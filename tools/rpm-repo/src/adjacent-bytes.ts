/** The same bytes in fewer pieces: pieces that stand side by side in memory, as those of one file do that was read, become one. */
export function joinAdjacent(pieces: readonly Uint8Array[]): readonly Uint8Array[] {
  const joined: Uint8Array[] = [];
  let buffer: ArrayBufferLike = new ArrayBuffer();
  let [start, end] = [0, 0];
  const close = () => {
    if (end > start) joined.push(new Uint8Array(buffer, start, end - start));
  };
  for (const piece of pieces) {
    if (piece.buffer !== buffer || piece.byteOffset !== end) {
      close();
      [buffer, start] = [piece.buffer, piece.byteOffset];
    }
    end = piece.byteOffset + piece.byteLength;
  }
  close();
  return joined;
}

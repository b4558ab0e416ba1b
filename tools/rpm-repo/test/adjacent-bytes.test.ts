import { describe, expect, it } from 'vitest';
import { joinAdjacent } from '../src/adjacent-bytes.ts';

describe('joinAdjacent', () => {
  it('gives the same bytes, those that stand side by side as one piece', () => {
    const bytes = Uint8Array.from({ length: 20 }, (_, index) => index);
    const other = Uint32Array.of(0x01020304);
    const pieces = [bytes.subarray(0, 4), bytes.subarray(4, 4), bytes.subarray(4, 9), other, bytes.subarray(9, 12), bytes.subarray(13, 20), new Uint8Array()];
    const joined = joinAdjacent(pieces);
    expect(joined.map((piece) => piece.length)).toEqual([9, 4, 3, 7]);
    expect(Buffer.concat(joined)).toEqual(Buffer.concat(pieces.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength))));
    expect(joinAdjacent([])).toEqual([]);
  });
});

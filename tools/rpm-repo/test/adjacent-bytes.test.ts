import { describe, expect, it } from 'vitest';
import { joinAdjacent } from '../src/adjacent-bytes.ts';

describe('joinAdjacent', () => {
  it('gives the same bytes, those that stand side by side as one piece', () => {
    const bytes = Uint8Array.from({ length: 20 }, (_, index) => index);
    const other = Uint8Array.of(1, 2, 3, 4);
    const pieces = [bytes.subarray(0, 4), bytes.subarray(4, 4), bytes.subarray(4, 9), other, bytes.subarray(9, 12), bytes.subarray(13, 20), new Uint8Array()];
    const joined = joinAdjacent(pieces);
    expect(joined.map((piece) => piece.length)).toEqual([9, 4, 3, 7]);
    expect(Buffer.concat(joined)).toEqual(Buffer.concat(pieces));
    expect(joinAdjacent([])).toEqual([]);
  });
});

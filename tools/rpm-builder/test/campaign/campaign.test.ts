import { describe, expect, it } from 'vitest';
import { campaign as packLargeFile } from './large-file.ts';

describe('a large sparse file', () => {
  it('is packed by both packagers alike, installed and verified by rpm, with 12 MiB', async () => {
    expect((await packLargeFile(12)).failures).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { campaign as packLargeFile } from './large-file.ts';
import { campaign as packInMemory } from './pack-memory.ts';

describe('a large sparse file', () => {
  it('is packed by both packagers alike, installed and verified by rpm, with 12 MiB', async () => {
    expect((await packLargeFile(12)).failures).toEqual([]);
  });
});

describe('the memory of packing', () => {
  it('stays below 200 MB, with 80 files of 300 kB', async () => {
    expect((await packInMemory(80, 300_000)).failures).toEqual([]);
  });
});

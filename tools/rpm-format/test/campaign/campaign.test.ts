import { describe, expect, it } from 'vitest';
import { campaign as spoilPackages } from './hostile-package.ts';
import { campaign as packLargeTree } from './large-tree.ts';
import { campaign as compareVersions } from './version-order.ts';

describe('hostile packages', () => {
  it('are refused or read in some 500 rounds: nothing but an RpmFormatError or a list of problems comes out', async () => {
    const { failures } = await spoilPackages(1, 540);
    // How long it took and how much memory is for the whole campaign to say: here other tests run beside it.
    expect(failures.filter((failure) => !/took|memory/.test(failure))).toEqual([]);
  });
});

describe('random versions', () => {
  it('sort as rpm sorts them in 1,000 pairs of versions and of EVRs', async () => {
    expect((await compareVersions(2026, 1_000)).failures).toEqual([]);
  });
});

describe('a tree of many files', () => {
  it('is packed through a spool, installed and verified by rpm, with 600 files', async () => {
    expect((await packLargeTree(3, 600)).failures).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { campaign as attack } from './campaign/attack-campaign.ts';
import { campaign as compare } from './campaign/equality-campaign.ts';
import { campaign as store } from './campaign/storage-campaign.ts';
import { campaign as attackTree } from './campaign/tree-campaign.ts';

describe('add', () => {
  it('refuses spoiled packages, each with a reason, and publishes none of them', async () => {
    const { refused, harmless, failures } = await attack({ seed: 20_261_122, mutations: 60 });
    expect(failures).toEqual([]);
    expect([refused > 30, refused + harmless]).toEqual([true, 60]);
  });
});

describe('verifyRepository and every change', () => {
  it('find what was put into the tree, took something away or put it back to an older state, and touch nothing behind a link', async () => {
    expect(await attackTree({ seed: 20_261_122, attacks: 12 })).toMatchObject({ attacks: 12, failures: [] });
  });
});

describe('writeMetadata', () => {
  it('writes what createrepo_c writes for packages with everything that our writer knows', async () => {
    expect((await compare({ seed: 20_261_122, packages: 40 })).failures).toEqual([]);
  });
});

describe('a repository', () => {
  it('takes little more on the disk than its packages, and less after gc', async () => {
    expect(await store({ publishes: 5, packageBytes: 400_000 })).toMatchObject({ failures: [] });
  });
});

import { describe, expect, it } from 'vitest';
import { campaign as attack } from './campaign/attack-campaign.ts';
import { campaign as compare } from './campaign/equality-campaign.ts';
import { campaign as store } from './campaign/storage-campaign.ts';

describe('add', () => {
  it('refuses spoiled packages, each with a reason, and publishes none of them', async () => {
    const { refused, harmless, failures } = await attack({ seed: 20_261_122, mutations: 60 });
    expect(failures).toEqual([]);
    expect([refused > 30, refused + harmless]).toEqual([true, 60]);
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

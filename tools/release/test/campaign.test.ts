import { describe, expect, it } from 'vitest';
import { campaign } from './campaign/kill-release.ts';

describe('the campaign release/kill-release', () => {
  it('finds a release that is cut off whole or not there, and the same after resume as one that nobody disturbed', async () => {
    const { kills, found, failures } = await campaign({ seed: 13, random: 0, full: 1, stride: 50 });
    expect(failures).toEqual([]);
    expect(kills).toBe(2);
    expect(found['before the push'] + found.pushed).toBeGreaterThan(0);
  });
});

import { describe, expect, it } from 'vitest';
import { campaign } from './campaign/kill-campaign.ts';

describe('a publisher', () => {
  it('that is killed, finds the disk full or meets another one leaves a whole repository with all that was accepted', async () => {
    const report = await campaign({ seed: 20_261_122, kills: 1, fullDisks: 3, crowds: [2] });
    expect(report).toMatchObject({ failures: [], crowded: { accepted: expect.any(Number) as number } });
    expect(report.full).toBeGreaterThan(0);
  });
});

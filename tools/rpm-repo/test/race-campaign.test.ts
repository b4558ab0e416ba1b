import { describe, expect, it } from 'vitest';
import { campaign } from './campaign/race-campaign.ts';

describe('a publish under the eyes of clients', () => {
  it.each(['mirrorlist', 'metalink'] as const)('disturbs none that comes by the %s', async (way) => {
    const report = await campaign({ way, publishes: 30, clients: 2 });
    expect(report.failures).toEqual([]);
    expect(report.refreshes).toBeGreaterThan(1);
  });
});

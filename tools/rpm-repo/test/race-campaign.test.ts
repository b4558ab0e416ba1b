import { describe, expect, it } from 'vitest';
import { campaign } from './campaign/race-campaign.ts';

describe('a publish under the eyes of clients', () => {
  it.each(['mirrorlist', 'metalink'] as const)('disturbs none that comes by the %s', async (way) => {
    const report = await campaign({ way, publishes: 15, clients: way === 'mirrorlist' ? ['dnf', 'librepo'] : ['dnf', 'zypper'] });
    expect(report.failures).toEqual([]);
    expect(Object.values(report.steps).reduce((sum, count) => sum + count)).toBeGreaterThan(1);
  });
});

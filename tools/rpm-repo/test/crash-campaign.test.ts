import { describe, expect, it } from 'vitest';
import { campaign } from './campaign/crash-campaign.ts';

describe('a change of the repository', () => {
  it('leaves a whole state wherever the machine stops, and the next publish cleans up', async () => {
    expect(await campaign({ seed: 20_261_122, crashes: 12 })).toEqual({ crashes: 12, failures: [] });
  });
});

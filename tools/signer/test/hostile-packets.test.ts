import { describe, expect, it } from 'vitest';
import { campaign } from './campaign/hostile-packets.ts';

describe('createVerifier given hostile bytes', () => {
  it('accepts no changed signature for other data, and throws nothing but refusals of keys', async () => {
    const { tried, accepted, crashes } = await campaign({ seed: 1, rounds: 60 });
    expect({ tried, accepted, crashes }).toEqual({ tried: 600, accepted: 0, crashes: [] });
  });
});

import { describe, expect, it } from 'vitest';
import { campaign as sendHostileInput } from './hostile-input.ts';
import { campaign as killServers } from './no-job-twice.ts';

describe('a server killed in the middle', () => {
  it('loses none of 120 jobs and gives none twice', async () => {
    expect((await killServers({ database: 'sqlite', jobs: 120, pilots: 8, kills: 1 })).failures).toEqual([]);
  });
});

describe('hostile input', () => {
  it('is refused as documented in 210 rounds, and leaves nothing behind', async () => {
    const { failures } = await sendHostileInput(2026, 210);
    // How much memory it took is for the whole campaign to say.
    expect(failures.filter((failure) => !failure.startsWith('memory:'))).toEqual([]);
  });
});

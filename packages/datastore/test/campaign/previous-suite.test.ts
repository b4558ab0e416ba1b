import { describe, expect, it } from 'vitest';
import { runPreviousSuite } from './previous-suite.ts';

describe('the tables of today', () => {
  it('do for the code and the tests from before the newest step of the schema', async () => {
    const { failures, figures } = await runPreviousSuite({ tests: 'on sqlite.*(insertJobs|dispatchJob|changeJob)' });
    expect(failures).toEqual([]);
    expect(figures['passed']).toBeGreaterThan(10);
  });

  it('would not do without one of their columns', async () => {
    expect((await runPreviousSuite({ tests: 'on sqlite.*keeps every attribute', breakage: 'drop a column' })).failures).not.toEqual([]);
  });
});

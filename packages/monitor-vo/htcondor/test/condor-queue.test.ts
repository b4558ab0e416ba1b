import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { condorQueueLoader } from '../src/store/condor-queue.ts';

const now = '2014-03-07 13:00:00';
const read = (text: string): unknown[] => [...condorQueueLoader.toRows(text, now)];

describe('the loader of what condor_q -json prints', () => {
  it('reads the lists of several schedds', () => {
    const rows = condorQueueLoader.toRows(readFileSync(new URL('fixtures/condor-queue.json', import.meta.url), 'utf8'), now);
    expect(rows.map(({ globaljobid, schedd, status, owner }) => [globaljobid, schedd, status, owner])).toEqual([
      ['submit1.panda.test#70001.0#1394190000', 'submit1.panda.test', 'running', 'maria'], ['submit1.panda.test#70001.1#1394190000', 'submit1.panda.test', 'held', 'maria'],
      ['submit2.panda.test#12.0#1394180000', 'submit2.panda.test', 'idle', 'jan'],
    ]);
    expect(rows[0]).toMatchObject({ submitted: '2014-03-07 11:00:00', started: '2014-03-07 12:00:00', run_seconds: 7200, memory_mb: 2048, wmsid: '4011', host: 'slot1_3@wn0101.ucsd.panda.test', args: '--pandaid 4011 --queue OSG_UCSD', seen: now });
    expect(rows[1]).toMatchObject({ memory_mb: null, completed: null, hold_reason: expect.stringContaining('<2048 MB>') });
  });

  it('takes an empty queue, whether it is printed as a list or as nothing', () => {
    expect([read(''), read('\n'), read('[\n]\n')]).toEqual([[], [], []]);
  });

  it.each([
    ['no JSON', '-- Failed to fetch ads from: <127.0.0.1:9618>', /JSON/],
    ['no list', '{"ClusterId": 1}', 'wanted a list of ClassAds, as condor_q -json prints it'],
    ['a list of something else', '[{"GlobalJobId": "a#1.0#1", "ClusterId": 1, "ProcId": 0}, 7]', 'wanted a ClassAd as number 2 of the list, found 7'],
    ['a ClassAd of no job', '[{"Machine": "x", "Cpus": 8}]', 'job 1 of the list: wanted GlobalJobId, ClusterId and ProcId, found Machine, Cpus'],
  ])('refuses %s', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

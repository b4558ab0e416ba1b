import { describe, expect, it } from 'vitest';
import { nameSender, RateLimit } from '../src/request/rate-limit.ts';
import { anyone, stranger } from '../src/index.ts';

describe('RateLimit', () => {
  it('lets an allowance be used at once and fills it again evenly, for each sender', () => {
    const limit = new RateLimit(60);
    const admitted = (sender: string, now: number): number => {
      for (let count = 0; ; count += 1) {
        try {
          limit.admit(sender, now);
        } catch {
          return count;
        }
      }
    };
    expect([admitted('a', 0), admitted('a', 0), admitted('b', 0), admitted('a', 999), admitted('a', 2_000), admitted('a', 3_600_000)]).toEqual([60, 0, 60, 0, 2, 60]);
  });

  it('tells how long to wait', () => {
    const limit = new RateLimit(1);
    limit.admit('a', 0);
    expect(() => { limit.admit('a', 20_000); }).toThrow(expect.objectContaining({ code: 'RATE_EXCEEDED', status: 429, headers: { 'retry-after': '40' } }));
  });

  it('remembers no more senders than it has room for', () => {
    const limit = new RateLimit(1);
    for (let sender = 0; sender < 250_000; sender += 1) limit.admit(`sender ${sender}`, sender);
    expect(limit.size).toBeLessThanOrEqual(100_000);
  });
});

describe('nameSender', () => {
  it('tells people by name, pilots by name and address, and others by address', () => {
    expect([{ ...stranger, dn: '/CN=Ann' }, { ...anyone, dn: '/CN=Pilot' }, anyone, stranger].map((identity) => nameSender(identity, '192.0.2.1'))).toEqual(['/CN=Ann', '/CN=Pilot at 192.0.2.1', 'address 192.0.2.1', 'address 192.0.2.1']);
  });
});

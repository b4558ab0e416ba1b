import { describe, expect, it } from 'vitest';
import { findInversions, rpmVersion, snapshotVersion } from '@bigpanda/tagger';
import { campaign } from './campaign/version-order.ts';

describe('rpmVersion', () => {
  it.each([
    ['1.2.0', 'el9', '1.2.0'],
    ['1.2.0-beta.1', 'el9', '1.2.0~beta.1'],
    ['1.2.0-x-y.1', 'el9', '1.2.0~x_y.1'],
    ['1.2.0+20261122', 'el9', '1.2.0^20261122'],
    ['1.2.0+20261122', 'el8', '1.2.0+20261122'],
  ])('writes %s for %s as %s', (version, target, wanted) => {
    expect(rpmVersion(version, target)).toBe(wanted);
  });

  it('refuses what is no version', () => {
    expect(() => rpmVersion('1.2')).toThrow('"1.2" is not a version');
  });
});

describe('findInversions', () => {
  it('finds published versions that rpm sorts the other way round than semver', () => {
    expect(findInversions('1.0.0-alpha.beta', ['1.0.0-alpha.1', '0.9.0', '1.0.0-alpha'])).toEqual(['1.0.0-alpha.1']);
    expect(findInversions('1.0.0-rc10', ['1.0.0-rc9'])).toEqual(['1.0.0-rc9']);
    expect(findInversions('1.0.0-rc.10', ['1.0.0-rc.9'])).toEqual([]);
  });
});

describe('snapshotVersion', () => {
  it('sorts between the last release and the next by rpm\'s own comparison, on release and pre-release branches', () => {
    const { comparisons, failures } = campaign(5, 600);
    expect(failures).toEqual([]);
    expect(comparisons).toBeGreaterThan(2400);
    expect(snapshotVersion({ next: '1.3.0-beta.2', commits: 4, sha: 'abc', dirt: 'def' })).toBe('1.3.0~beta.2~4.gabc.ddef');
  });
});

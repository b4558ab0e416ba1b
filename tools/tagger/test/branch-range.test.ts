import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { allowsVersion, writeRange } from '../src/branch-range.ts';

const numbers = [0, 1, 2];
const bare = numbers.flatMap((major) => numbers.flatMap((minor) => numbers.map((patch) => `${major}.${minor}.${patch}`)));
const versions = bare.flatMap((version) => [version, `${version}-beta.1`]);
const ranges = bare.flatMap((from) => [{ from }, ...bare.map((below) => ({ from, below }))]);

describe('the versions that a branch may release', () => {
  it('are those that semver has in the range', () => {
    for (const range of ranges) {
      const allowed = versions.filter((version) => allowsVersion(range, version));
      expect(allowed, writeRange(range)).toEqual(versions.filter((version) => semver.satisfies(version, writeRange(range))));
    }
    expect(ranges).toHaveLength(27 * 28);
  });
});

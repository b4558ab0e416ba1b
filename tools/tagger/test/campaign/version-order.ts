import { spawnSync } from 'node:child_process';
import { findInversions, rpmVersion, snapshotVersion } from '@bigpanda/tagger';
import semver from 'semver';
import { nextVersion } from '../../src/release-version.ts';
import { resolveVersionRules } from '../../src/version-rules.ts';
import { RandomNumbers } from '../random-numbers.ts';

const words = ['alpha', 'beta', 'rc', 'alpha.1', 'alpha.beta', 'beta.2', 'beta.11', 'rc.1', 'rc9', 'rc10', 'x-y', '1', '0a', 'next.3'] as const;

const batch = 500;

export interface CampaignResult {
  readonly comparisons: number;
  /** Pairs that rpm sorts otherwise than we say; empty when all is well. */
  readonly failures: readonly string[];
}

/**
 * Versions of releases and snapshots against rpm's own comparison: last < snapshot < next on every kind of branch,
 * and semver's order wherever no inversion is reported.
 * @param size number of random steps
 */
export function campaign(seed: number, size: number): CampaignResult {
  const random = new RandomNumbers(seed);
  const pairs: { readonly left: string; readonly right: string; readonly wanted: number; readonly why: string }[] = [];
  for (let step = 0; step < size; step += 1) {
    const { last, next, snapshots } = randomStep(random);
    const line = [rpmVersion(last), ...snapshots, rpmVersion(next)];
    line.slice(1).forEach((right, index) => pairs.push({ left: line[index] ?? '', right, wanted: -1, why: `${last} -> ${next}` }));
    const [one, other] = [randomVersion(random), randomVersion(random)];
    const wanted = semver.compare(one, other);
    const actual = compareByRpmLater(one, other);
    if (wanted !== 0 && findInversions(one, [other]).length === 0) pairs.push({ ...actual, wanted, why: `${one} and ${other}` });
    if (wanted !== 0 && findInversions(one, [other]).length > 0) pairs.push({ ...actual, wanted: -wanted, why: `inversion of ${one} and ${other}` });
  }
  const found = compareByRpm(pairs.map(({ left, right }) => [left, right]));
  // rpm may find two versions equal that semver tells apart; an inversion is reported then too.
  const failures = pairs.flatMap(({ left, right, wanted, why }, index) => (found[index] === wanted || (why.startsWith('inversion') && found[index] === 0) ? [] : [`${left} ${found[index] ?? '?'} ${right}, wanted ${wanted} (${why})`]));
  return { comparisons: pairs.length, failures };
}

interface Step {
  readonly last: string;
  readonly next: string;
  readonly snapshots: readonly string[];
}

function randomStep(random: RandomNumbers): Step {
  const prerelease = random.below(3) === 0;
  const core = `${random.below(3)}.${random.below(12)}.${random.below(12)}`;
  const last = prerelease && random.below(2) === 0 ? `${core}-beta.${random.below(12)}` : core;
  const branch = prerelease ? { kind: 'prerelease' as const, name: 'beta', preid: 'beta' } : { kind: 'release' as const };
  const next = nextVersion({ last, level: random.pick(['none', 'patch', 'minor', 'major']), branch, rules: resolveVersionRules(), versions: [last] });
  const counts = [random.below(5), 9 + random.below(5), 100 + random.below(50)];
  return { last, next, snapshots: counts.map((commits) => snapshotVersion({ next, commits, sha: random.below(2 ** 30).toString(16).padStart(10, '0') })) };
}

function randomVersion(random: RandomNumbers): string {
  const core = `${random.below(2)}.${random.below(2)}.${random.below(12)}`;
  return random.below(2) === 0 ? core : semver.valid(`${core}-${random.pick(words)}`) ?? core;
}

function compareByRpmLater(one: string, other: string): { readonly left: string; readonly right: string } {
  return { left: rpmVersion(one), right: rpmVersion(other) };
}

/** rpm.vercmp of rpm's embedded Lua for each pair; one rpm process for a batch, because a macro takes no longer text. */
function compareByRpm(pairs: readonly (readonly [string, string])[]): number[] {
  const found: number[] = [];
  for (let start = 0; start < pairs.length; start += batch) {
    const list = pairs.slice(start, start + batch).map(([left, right]) => `print(rpm.vercmp("${left}","${right}") .. ";")`).join(' ');
    const { stdout, status, stderr } = spawnSync('rpm', ['--eval', `%{lua:${list}}`], { encoding: 'utf8', maxBuffer: 1 << 26 });
    if (status !== 0) throw new Error(stderr);
    found.push(...stdout.trim().split(';').slice(0, -1).map(Number));
  }
  return found;
}

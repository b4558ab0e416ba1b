import { describe, expect, it } from 'vitest';
import { compareEvr, compareVersions, formatEvr, parseEvr } from '@bigpanda/rpm-format';
import { print } from './fixture.ts';
import { seededRandom } from './seeded-random.ts';

type Pair = readonly [string, string];

const versionPairs: readonly Pair[] = [
  ['1.0', '1.0'], ['1.0', '2.0'], ['1.0', '1.0.0'], ['1.0.', '1.0'], ['1..0', '1.0'], ['1_0', '1.0'],
  ['1.0.0~rc.1', '1.0.0'], ['1.0.0_rc.5', '1.0.0'], ['1.0.0~alpha.1', '1.0.0~alpha.beta'], ['rc9', 'rc10'],
  ['1.0~', '1.0'], ['1.0~~', '1.0~'], ['1.0~rc1', '1.0~rc1^git1'], ['1.0^', '1.0'], ['1.0^git1', '1.0.1'], ['1.0^git1', '1.0a'],
  ['1.0^~', '1.0^'], ['1.0~^', '1.0~'], ['1.0a', '1.0.1'], ['1.0a', '1.0A'], ['a', '1'], ['010', '10'], ['00', '0'], ['1.05', '1.5'],
  ['2.0.1a', '2.0.1'], ['5.5p1', '5.5p10'], ['10xyz', '10.1xyz'], ['xyz10', 'xyz10.1'], ['20240101', '20231231'],
  ['99999999999999999999', '100000000000000000000'], ['0.1.0~3.gabc1234', '0.1.0'], ['0.1.0~10.gabc1234', '0.1.0~9.gdef'], ['0.1.0+b2', '0.1.0+b1'],
];

const evrPairs: readonly Pair[] = [
  ['1:1-1', '2'], ['1:1', '0:2'], ['0:1', '1'], ['1-1', '1-2'], ['1-2.el9', '1-2.el10'], ['1', '1-1'], ['2', '1-9'], ['1~rc-1', '1-0'],
];

/** What the system's rpm says of many pairs, -1, 0 or 1 each, asked in one go. */
function askRpm(pairs: readonly Pair[]): readonly number[] {
  const list = pairs.map(([left, right]) => `{"${left}","${right}"}`).join(',');
  return print('rpm', ['--eval', `%{lua: for _, p in ipairs({${list}}) do print(rpm.vercmp(p[1], p[2]) .. ";") end}`]).trim().split(';').slice(0, -1).map(Number);
}

/** -1, 0 or 1, never -0. */
function toSign(order: number): number {
  return Math.sign(order) + 0;
}

function randomVersions(random: () => number, count: number): readonly Pair[] {
  const parts = ['0', '1', '01', '9', '10', 'a', 'b', 'rc', 'A', '.', '_', '+', '~', '^'];
  const version = () => Array.from({ length: 1 + Math.floor(random() * 6) }, () => parts[Math.floor(random() * parts.length)]).join('');
  return Array.from({ length: count }, () => [version(), version()]);
}

describe('compareVersions', () => {
  it('agrees with rpm on a table of cases, in both directions', () => {
    const pairs = versionPairs.flatMap(([left, right]): readonly Pair[] => [[left, right], [right, left]]);
    expect(pairs.map(([left, right]) => compareVersions(left, right)).map(toSign)).toEqual(askRpm(pairs));
  });

  it('agrees with rpm on 2,000 random pairs', () => {
    const pairs = randomVersions(seededRandom(20261122), 2_000);
    const answers = askRpm(pairs);
    const wrong = pairs.filter(([left, right], index) => toSign(compareVersions(left, right)) !== answers[index]);
    expect(answers).toHaveLength(2_000);
    expect(new Set(answers)).toEqual(new Set([-1, 0, 1]));
    expect(wrong).toEqual([]);
  });
});

describe('compareEvr', () => {
  it('agrees with rpm on epochs and releases, in both directions', () => {
    const pairs = evrPairs.flatMap(([left, right]): readonly Pair[] => [[left, right], [right, left]]);
    expect(pairs.map(([left, right]) => compareEvr(parseEvr(left), parseEvr(right))).map(toSign)).toEqual(askRpm(pairs));
  });
});

describe('parseEvr', () => {
  it.each([
    ['1.0', { version: '1.0' }],
    ['1.0-2.el9', { version: '1.0', release: '2.el9' }],
    ['3:1.0~rc.1^git-2', { epoch: 3, version: '1.0~rc.1^git', release: '2' }],
  ])('reads "%s", which formatEvr writes', (text, evr) => {
    expect(parseEvr(text)).toEqual(evr);
    expect(formatEvr(parseEvr(text))).toBe(text);
  });

  it.each(['', '-', '1-', '-1', ':1', 'a:1', '1-2-3', '1:2:3', '1 0', '1/0', '4294967296:1', '1.0\n'])('refuses %j', (text) => {
    expect(() => parseEvr(text)).toThrow(expect.objectContaining({ code: 'EVR_INVALID' }));
  });
});

import { compareEvr, compareVersions, parseEvr } from '@bigpanda/rpm-format';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { print } from '../fixture.ts';
import { seededRandom } from '../seeded-random.ts';
import type { CampaignReport } from './campaign-report.ts';

export type Pair = readonly [string, string];

const parts = ['0', '1', '01', '9', '10', '007', 'a', 'b', 'rc', 'A', 'Z', 'el9', '.', '_', '+', '~', '^', '20240101', '99999999999999999999'];

/** Compares random versions, and random EVRs, as rpm does. */
export async function campaign(seed: number, size: number): Promise<CampaignReport> {
  const random = seededRandom(seed);
  const makeVersion = () => Array.from({ length: 1 + Math.floor(random() * 7) }, () => parts[Math.floor(random() * parts.length)]).join('');
  const makeEvr = () => `${random() < 0.3 ? `${Math.floor(random() * 3)}:` : ''}${makeVersion()}${random() < 0.7 ? `-${makeVersion()}` : ''}`;
  const versions = Array.from({ length: size }, (): Pair => [makeVersion(), makeVersion()]);
  const evrs = Array.from({ length: size }, (): Pair => [makeEvr(), makeEvr()]);
  return {
    rounds: 2 * size,
    failures: [
      ...listDifferences(versions, await askRpm(versions), compareVersions),
      ...listDifferences(evrs, await askRpm(evrs), (left, right) => compareEvr(parseEvr(left), parseEvr(right))),
    ],
    figures: {},
  };
}

/** What the system's rpm says of many pairs, -1, 0 or 1 each, asked in one go. */
export async function askRpm(pairs: readonly Pair[]): Promise<readonly number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rpm-format-test-'));
  try {
    await writeFile(join(folder, 'pairs'), pairs.map((pair) => `${pair.join(' ')}\n`).join(''));
    const script = `for line in io.lines("${folder}/pairs") do local a, b = line:match("(%S+) (%S+)"); print(rpm.vercmp(a, b) .. ";") end`;
    await writeFile(join(folder, 'script.lua'), script);
    return print('rpm', ['--eval', `%{lua: dofile("${folder}/script.lua")}`]).trim().split(';').slice(0, -1).map(Number);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function listDifferences(pairs: readonly Pair[], answers: readonly number[], compare: (left: string, right: string) => number): readonly string[] {
  if (answers.length !== pairs.length) return [`rpm gave ${answers.length} answers to ${pairs.length} questions`];
  return pairs.flatMap(([left, right], index) => {
    const order = Math.sign(compare(left, right)) + 0;
    return order === answers[index] ? [] : [`"${left}" and "${right}": found ${order}; rpm says ${answers[index]}`];
  });
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDependency, writeRpm, type DependencyKind } from '@bigpanda/rpm-format';
import { makeFolder, run, sampleSpec, zstd } from './fixture.ts';
import { seededRandom } from './seeded-random.ts';

const tags = { requires: 'Requires', conflicts: 'Conflicts', recommends: 'Recommends', suggests: 'Suggests', supplements: 'Supplements', enhances: 'Enhances' } as const;
type RichKind = keyof typeof tags;
const kinds = Object.keys(tags) as readonly RichKind[];

const listed: readonly string[] = [
  '(a or b)', '(a and b and c)', '(a unless b)', '(a if b)', '(a if b else c)', '(a unless b else c)', '(a or (b if c))', '(a and (b if c))', '(a or (b unless c))', '(a and (b unless c))',
  '(a if (b if c))', '(a if (b unless c))', '(a if b else (c if d))', '(a if b else (c unless d))', '((a if b) or c)', '(a and b or c)', '(a if b if c)', '(a without b without c)', '(a with b with c)',
  '(a with (b or c))', '(a with (b and c))', '(a without (b with c))', '(a with (b if c))', '((a or b))', '(a(x) >= 1 and b)', '(a >= and b)', '(a >=)', '(and)', '(a else b)', '(a b)', '(a and)', '((a and b)', '(a and b))', '(a and b) c', '(python3dist(x) >= 1:2~rc1 if (b or c(y)))',
];

/** What rpm takes and we refuse, and why. */
const stricter: Readonly<Record<string, string>> = {
  '(and)': 'a package called "and", in parentheses for nothing: more likely a mistake',
  '(a else b)': 'rpm takes the word and gives it no meaning',
  '(a and b) c': 'two dependencies on one line; here each is an entry of its own',
};

/** An expression of some depth, right or wrong. */
function makeRich(random: () => number, depth: number): string {
  const choose = (values: readonly string[]) => values[Math.floor(random() * values.length)] ?? '';
  const makePart = () => (depth > 0 && random() < 0.5 ? makeRich(random, depth - 1) : choose(['a', 'b', 'c >= 1', 'd(x)', 'e(y) < 2']));
  const operator = choose(['and', 'or', 'if', 'unless', 'with', 'without']);
  const chain = random() < 0.3 ? ` ${random() < 0.6 ? (operator === 'if' || operator === 'unless' ? 'else' : operator) : choose(['and', 'or', 'else'])} ${makePart()}` : '';
  return `(${makePart()} ${operator} ${makePart()}${chain})`;
}

async function isTakenByRpm(folder: string, kind: RichKind, text: string): Promise<boolean> {
  const file = join(folder, 'rich.spec');
  await writeFile(file, `Name: rich\nVersion: 1\nRelease: 1\nSummary: Rich\nLicense: MIT\nBuildArch: noarch\n${tags[kind]}: ${text}\n%description\nRich.\n`);
  return run('rpmspec', ['-q', file]).status === 0;
}

async function isTakenByUs(kind: DependencyKind, text: string): Promise<boolean> {
  try {
    await writeRpm({ ...sampleSpec, files: [], scriptlets: {}, dependencies: { [kind]: [parseDependency(text)] } }, { compression: zstd });
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^(?:PACKAGE|DEPENDENCY)_INVALID$/) });
    return false;
  }
}

describe('rich dependencies', () => {
  it('are taken and refused as rpm does, of each kind', async () => {
    await using folder = await makeFolder();
    const random = seededRandom(7);
    const made = Array.from({ length: 90 }, () => makeRich(random, 2));
    const pairs = [...listed.map((text, index) => [text, index] as const), ...listed.map((text, index) => [text, index + 1] as const), ...made.map((text, index) => [text, index] as const)];
    const wrong: string[] = [];
    let taken = 0;
    for (const [text, index] of pairs) {
      const kind = kinds[index % kinds.length] ?? 'requires';
      const [ours, theirs] = [await isTakenByUs(kind, text), await isTakenByRpm(folder.path, kind, text)];
      taken += Number(theirs);
      if (ours !== (theirs && stricter[text] === undefined)) wrong.push(`${kind} ${text}: rpm ${theirs ? 'takes' : 'refuses'} it`);
    }
    expect(wrong).toEqual([]);
    expect(taken).toBeGreaterThan(pairs.length / 4);
    expect(taken).toBeLessThan(pairs.length * 0.9);
  });

  it('are refused with what is wrong', () => {
    const messageOf = (text: string) => { try { return parseDependency(text).name; } catch (error) { return (error as Error).message; } };
    expect(messageOf('(a and b or c)')).toContain('"or" after "and" without parentheses');
    expect(messageOf('(a and (b unless c))')).toContain('"unless" where "if" belongs');
    expect(messageOf('(a b)')).toContain('the word "b" where an operator of a rich dependency belongs');
  });
});

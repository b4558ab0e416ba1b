import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../src/finding.ts';
import { lintWorkspace } from '../src/lint-workspace.ts';
import { explainRule, renderRulesPage } from '../src/rules-page.ts';
import { makeSeededTree, readExpected } from './seeded-tree.ts';

/** No program is found there: what the machine has installed does not count. */
const programPath = '';

describe('seeded tree', () => {
  it('has at least 60 violations, each of which is found, and nothing else', async () => {
    const findings = await lintWorkspace({ root: await makeSeededTree('wrong'), programPath });
    const expected = readExpected();
    expect(expected.length).toBeGreaterThanOrEqual(60);
    expect(findings.map(describeFinding).toSorted()).toEqual(expected);
  });

  it('has a clean twin, in which nothing is found but the note about Python 2', async () => {
    const findings = await lintWorkspace({ root: await makeSeededTree('clean'), programPath });
    expect(findings.map(describeFinding)).toEqual(['site/pilot2/good.py:- bigpanda/python2-unjudged']);
  });
});

describe('renderRulesPage', () => {
  it('has a row or a heading for every rule that the seeded tree breaks', async () => {
    const page = await renderRulesPage();
    const rules = new Set(readExpected().map((line) => line.split(' ')[1] ?? ''));
    const families = [/^ruff\/(?:PL[CERW]|[EFW])/u];
    const missing = [...rules].filter((rule) => !page.includes(`\`${rule}\``) && !families.some((family) => page.includes(`\`${family.exec(rule)?.[0] ?? '-'}*\``)));
    expect(missing).toEqual([]);
  });

  it('is docs/lint.md as it is committed', async () => {
    expect(readFileSync(new URL('../../../docs/lint.md', import.meta.url), 'utf8')).toBe(await renderRulesPage());
  });
});

describe('explainRule', () => {
  it('explains every rule that the seeded tree breaks, by the name that findings have', async () => {
    const rules = [...new Set(readExpected().map((line) => line.split(' ')[1] ?? ''))];
    const texts = await Promise.all(rules.map(explainRule));
    expect(rules.filter((_, index) => texts[index] === undefined)).toEqual([]);
    expect(await explainRule('ruff/F401')).toMatch(/^ruff\/F\* \(ruff\/F401\), error, of the checker "Python 3"\n.*Pyflakes/u);
    expect(await explainRule('rpm-path')).toBe(await explainRule('bigpanda/rpm-path').then((text) => text?.replace('bigpanda/rpm-path,', 'bigpanda/rpm-path (rpm-path),')));
    expect(await explainRule('shell/nothing')).toBeUndefined();
  });
});

function describeFinding({ file, range, rule }: Finding): string {
  return `${file.replace(/^commit\/.*/u, 'commit')}:${range?.line ?? '-'} ${rule}`;
}

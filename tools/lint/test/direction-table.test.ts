import { describe, expect, it } from 'vitest';
import { checker } from '../src/checkers/direction-table.ts';
import { directionTableFile, findAllowedFolders, matchesFolder } from '../src/directions/direction-table.ts';
import type { FindingDraft } from '../src/finding.ts';
import { formatManifest, makeWorkspace, runChecker, type SampleFiles } from './sample-workspace.ts';

describe('checker direction-table', () => {
  it('reports a package that is not in the table, and says what to add', async () => {
    const findings = await check(['packages/brokerage'], { 'packages/brokerage/package.json': formatManifest('@bigpanda/brokerage', []) });
    expect(findings).toEqual([{
      rule: 'bigpanda/direction-table',
      severity: 'error',
      message: 'look up "packages/brokerage": repo-config/import-directions.json does not say what it may import',
      hint: 'Add a line such as "packages/brokerage": [] to repo-config/import-directions.json, with the folders that it may import in the brackets.',
      file: 'packages/brokerage/package.json',
      range: { line: 2, column: 11, endLine: 2, endColumn: 32 },
      documentation: 'docs/lint.md#direction-table',
    }]);
  });

  it('is content with a new VO, which a pattern names', async () => {
    const files = { 'packages/monitor-vo/belle/package.json': formatManifest('@bigpanda/monitor-belle', []) };
    expect(await check(['packages/monitor-vo/belle'], files)).toEqual([]);
  });

  it('reports names that no package has, each at its place', async () => {
    const table = '{\n  "packages/*": ["packages/gone"],\n  "tools/*": [],\n  "packages/monitor-vo/*": [],\n  "e2e": [],\n  "bench": [],\n  "old": []\n}';
    const findings = await check(['.'], { [directionTableFile]: table });
    expect(findings.map(({ message, range }) => [range?.line, message])).toEqual([
      [2, 'read repo-config/import-directions.json: no package of the workspace is in "packages/gone"'],
      [7, 'read repo-config/import-directions.json: no package of the workspace is in "old"'],
    ]);
  });
});

describe('matchesFolder', () => {
  it.each([
    ['packages/*', 'packages/model', true],
    ['packages/*', 'packages/monitor-vo/atlas', false],
    ['packages/monitor-vo/*', 'packages/monitor-vo/atlas', true],
    ['packages/model', 'packages/model', true],
    ['packages/model', 'packages/model-two', false],
    ['packages', 'packages/model', false],
  ])('says whether %s means %s', (pattern, folder, matches) => {
    expect(matchesFolder(pattern, folder)).toBe(matches);
  });
});

describe('findAllowedFolders', () => {
  it('puts an exact key before a pattern', () => {
    expect(findAllowedFolders({ 'tools/*': ['tools/a'], 'tools/b': ['tools/c'] }, 'tools/b')).toEqual(['tools/c']);
  });

  it('gives nothing for a folder that is not in the table', () => {
    expect(findAllowedFolders({ 'tools/*': [] }, 'constructor')).toBeUndefined();
  });
});

function check(folders: readonly string[], files: SampleFiles): Promise<readonly FindingDraft[]> {
  return runChecker(checker, makeWorkspace(files), folders);
}

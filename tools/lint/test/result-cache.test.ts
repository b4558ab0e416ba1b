import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { lintWorkspace } from '../src/lint-workspace.ts';
import { noCache, openResultCache, type ResultCache } from '../src/result-cache.ts';
import type { FindingDraft } from '../src/finding.ts';
import { makeFolder, makeLintableWorkspace } from './sample-workspace.ts';

const draft: FindingDraft = { rule: 'x', severity: 'error', message: 'm', file: 'a' };

describe('openResultCache', () => {
  it('gives back what was kept under the same key, version and workspace, and nothing else', () => {
    const folder = makeFolder({});
    fill(openResultCache(folder, '/a', 'v1'));
    expect(openResultCache(folder, '/a', 'v1').find('place', 'key')).toEqual([draft]);
    expect(openResultCache(folder, '/a', 'v1').find('place', 'other')).toBeUndefined();
    expect(openResultCache(folder, '/a', 'v2').find('place', 'key')).toBeUndefined();
    expect(openResultCache(folder, '/b', 'v1').find('place', 'key')).toBeUndefined();
  });

  it('forgets a result when a file that it was read from changes', () => {
    const folder = makeFolder({ 'read.txt': 'one' });
    const cache = openResultCache(join(folder, 'cache'), '/a', 'v1');
    cache.keep('place', 'key', { drafts: [draft], reads: [join(folder, 'read.txt')] });
    expect(cache.find('place', 'key')).toEqual([draft]);
    writeFileSync(join(folder, 'read.txt'), 'two');
    expect(cache.find('place', 'key')).toBeUndefined();
  });

  it('takes a damaged file for none', () => {
    const folder = makeFolder({});
    fill(openResultCache(folder, '/a', 'v1'));
    const [name = ''] = readdirSync(folder);
    const text = readFileSync(join(folder, name), 'utf8');
    for (const damaged of ['', text.slice(0, -3), text.replace('"x"', '"y"'), `\n${text}`]) {
      writeFileSync(join(folder, name), damaged);
      expect(openResultCache(folder, '/a', 'v1').find('place', 'key')).toBeUndefined();
    }
  });

  it('is no reason to fail where it cannot be written', () => {
    const folder = makeFolder({ file: '' });
    expect(() => { fill(openResultCache(join(folder, 'file', 'below'), '/a', 'v1')); }).not.toThrow();
  });
});

describe('lintWorkspace while packages are installed', () => {
  it('says so, and remembers nothing of what ESLint said', async () => {
    const list = 'node_modules/.package-lock.json';
    const root = makeFolder({ 'a.js': 'eval(1);\n', [list]: '{}', 'eslint.config.mjs': `import { rmSync, writeFileSync } from 'node:fs';\nconst list = import.meta.dirname + '/${list}';\nif (process.env.INSTALLS) { rmSync(list); writeFileSync(list, '{}'); }\nexport default [{ rules: { 'no-eval': 'error' } }];\n` });
    const cacheFolder = makeFolder({});
    vi.stubEnv('INSTALLS', '1');
    onTestFinished(() => { vi.unstubAllEnvs(); });
    expect((await lintWorkspace({ root, cacheFolder })).map(({ rule }) => rule)).toEqual(['no-eval', 'eslint/changed-modules']);
    const readCache = (): string => readdirSync(cacheFolder).map((name) => readFileSync(join(cacheFolder, name), 'utf8')).join('');
    expect(readCache()).not.toContain('no-eval');
    vi.stubEnv('INSTALLS', '');
    expect((await lintWorkspace({ root, cacheFolder })).map(({ rule }) => rule)).toEqual(['no-eval']);
    expect(readCache()).toContain('no-eval');
  });
});

describe('noCache', () => {
  it('knows nothing', () => {
    fill(noCache);
    expect(noCache.find('place', 'key')).toBeUndefined();
  });
});

describe('lintWorkspace with a cache', () => {
  it('finds the same as without one: at first, again, and after each change', async () => {
    const root = makeLintableWorkspace({
      'packages/model/src/job.ts': 'export function read(): number { return 1; }\n',
      'packages/model/src/use.ts': "import { read } from './job.ts';\n\nexport function use(): void { read(); }\n",
      'packages/model/a.py': 'import os\n',
      'ci/a.sh': '#!/bin/sh\ncd /tmp\n',
    });
    const cacheFolder = makeFolder({});
    const first = await lintWorkspace({ root, cacheFolder });
    expect(first.map(({ rule }) => rule)).toEqual(['shell/unchecked-cd', 'ruff/F401']);
    expect(await lintWorkspace({ root, cacheFolder })).toEqual(first);
    // Another file than the one that is then wrong, and files of other languages.
    writeFileSync(join(root, 'packages/model/src/job.ts'), 'export async function read(): Promise<number> { return Promise.resolve(1); }\n');
    writeFileSync(join(root, 'packages/model/a.py'), 'A = 1\n');
    writeFileSync(join(root, 'ci/a.sh'), '#!/bin/sh\ncd /tmp || exit\n');
    const second = await lintWorkspace({ root, cacheFolder });
    expect(second.map(({ rule }) => rule)).toEqual(['@typescript-eslint/no-floating-promises']);
    expect(second).toEqual(await lintWorkspace({ root }));
    writeFileSync(join(root, 'eslint.config.ts'), 'export default [{}];\n');
    expect(await lintWorkspace({ root, cacheFolder })).toEqual([]);
  }, 180_000);
});

function fill(cache: ResultCache): void {
  cache.keep('place', 'key', { drafts: [draft] });
  cache.save();
}

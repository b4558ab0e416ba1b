import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Finding } from '../src/finding.ts';
import { lintWorkspace } from '../src/lint-workspace.ts';
import { makeFolder } from './sample-workspace.ts';

/** `throws` fails in every file that has a `debugger` statement; `sound` reports that statement. */
const throwingConfig = `
const plugin = { rules: {
  throws: { create: () => ({ DebuggerStatement() { throw new Error('it broke'); } }) },
  sound: { create: (context) => ({ DebuggerStatement(node) { context.report({ node, message: 'found' }); } }) },
} };
export default [{ plugins: { x: plugin }, rules: { 'x/throws': 'error', 'x/sound': 'error' } }];
`;
const unused = 'import os\n';

describe('lintWorkspace with bad input', () => {
  it('tells a file of 50 MB, text that is not UTF-8 and broken links, and judges the rest', async () => {
    const root = makeFolder({ 'a folder/ä ö.py': unused });
    writeFileSync(join(root, 'bundle.min.js'), Buffer.alloc(50 * 1024 * 1024, 'a=1;'));
    writeFileSync(join(root, 'latin.py'), Buffer.from('A = 1\nB = "caf\u00e9"\n', 'latin1'));
    writeFileSync(join(root, 'declared.py'), Buffer.from('# -*- coding: latin-1 -*-\nB = "caf\u00e9"\n', 'latin1'));
    symlinkSync('two', join(root, 'one'));
    symlinkSync('one', join(root, 'two'));
    symlinkSync('gone', join(root, 'nowhere'));
    symlinkSync('.', join(root, 'self'));
    expect((await lintWorkspace({ root })).map(describeFinding)).toEqual([
      'a folder/ä ö.py:1 error ruff/F401',
      'bundle.min.js:- error bigpanda/oversized-file',
      'latin.py:2 error bigpanda/invalid-utf8',
      'nowhere:- error bigpanda/broken-link',
      'one:- error bigpanda/broken-link',
      'two:- error bigpanda/broken-link',
    ]);
  });

  it('tells files and folders that cannot be read, and judges the rest', async () => {
    const root = makeFolder({ 'locked.py': unused, 'open.py': unused, 'closed/inside.py': unused });
    chmodSync(root, 0o755);
    chmodSync(join(root, 'locked.py'), 0o000);
    chmodSync(join(root, 'closed'), 0o000);
    onTestFinished(() => { chmodSync(join(root, 'closed'), 0o755); });
    const findings = await withoutPrivileges(() => lintWorkspace({ root }));
    expect(findings.map(describeFinding)).toEqual(['closed:- error bigpanda/unreadable-file', 'locked.py:- error bigpanda/unreadable-file', 'open.py:1 error ruff/F401']);
  });

  it('does not wait for a pipe', async () => {
    const root = makeFolder({ 'open.py': unused });
    execFileSync('mkfifo', [join(root, 'pipe.py')]);
    expect((await lintWorkspace({ root })).map(describeFinding)).toEqual(['open.py:1 error ruff/F401', 'pipe.py:- error bigpanda/unreadable-file']);
  });

  it('tells a rule of ESLint that throws, and asks all others, of that file and the rest', async () => {
    const root = makeFolder({ 'eslint.config.js': throwingConfig, 'package.json': '{"name": "x", "type": "module"}', 'a.js': 'debugger;\n', 'b.js': 'export const b = 1;\n', 'c d/ä.js': 'debugger;\n' });
    const findings = await lintWorkspace({ root });
    expect(findings.map(describeFinding)).toEqual(['a.js:- error eslint/crash', 'a.js:1 error x/sound', 'c d/ä.js:- error eslint/crash', 'c d/ä.js:1 error x/sound']);
    expect(findings[0]?.message).toBe('judge the file: the rule "x/throws" failed: it broke');
  });

  it('tells a configuration of ESLint that cannot be loaded, and asks the other checkers', async () => {
    const root = makeFolder({ 'eslint.config.js': 'throw new Error("no plug-in");\n', 'package.json': '{"name": "x", "type": "module"}', 'a.js': 'debugger;\n', 'open.py': unused });
    const findings = await lintWorkspace({ root });
    expect(findings.map(describeFinding)).toEqual(['eslint.config.js:- error eslint/configuration', 'open.py:1 error ruff/F401']);
    expect(findings[0]?.message).toBe('load the configuration of ESLint: no plug-in');
  });

  it('tells files that are nested deeper than a parser can follow, and judges those that come after', async () => {
    const nest = (open: string, close: string, depth: number): string => `${open.repeat(depth)}${close.repeat(depth)}`;
    const root = makeFolder({
      'a.py': `x = ${nest('(', ')', 50_000)}\n`, 'b.py': unused, 'a.sh': `#!/bin/sh\n${nest('$(', ')', 20_000)}\n`, 'b.sh': '#!/bin/sh\neval "$X"\n',
      'a/rpm.json': nest('[', ']', 100_000), 'b/rpm.json': '[]', 'a.yml': nest('[', ']', 50_000), 'a.toml': `a = ${nest('[', ']', 50_000)}`,
    });
    const findings = await lintWorkspace({ root });
    expect(findings.map(({ file, rule }) => `${file} ${rule}`)).toEqual([
      'a.py bigpanda/checker-failure', 'a.sh bigpanda/checker-failure', 'a.toml toml/parse', 'a.yml yml/parse', 'a/rpm.json bigpanda/checker-failure', 'a/rpm.json json/parse',
      'b.py ruff/F401', 'b.sh shell/eval', 'b/rpm.json bigpanda/rpm-json',
    ]);
  });

  it('ends when it is told to, and remembers nothing', async () => {
    const root = makeFolder({ 'a.py': unused, 'a.ts': 'export const a = 1;\n' });
    const cacheFolder = join(root, 'cache');
    await expect(lintWorkspace({ root, cacheFolder, signal: AbortSignal.timeout(20) })).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(existsSync(cacheFolder)).toBe(false);
  });

  it('judges a package.json, an rpm.json and an RPM that are damaged', async () => {
    const root = makeFolder({ 'package.json': '{', 'part/rpm.json': '[]', 'a.rpm': 'no package' });
    expect((await lintWorkspace({ root, programPath: '' })).map(describeFinding)).toEqual(['a.rpm:- error bigpanda/rpm-damaged', 'package.json:1 error json/parse', 'part/rpm.json:1 error bigpanda/rpm-json']);
  });
});

/** Root may read everything, so the work is done as nobody. */
async function withoutPrivileges<Result>(work: () => Promise<Result>): Promise<Result> {
  const user = process.geteuid?.() ?? -1;
  if (user !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

function describeFinding({ file, range, severity, rule }: Finding): string {
  return `${file}:${range?.line ?? '-'} ${severity} ${rule}`;
}

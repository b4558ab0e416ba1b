import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { baselineFile } from '../src/baseline.ts';
import type { Finding } from '../src/finding.ts';
import { fixWorkspace, lintWorkspace, updateBaseline } from '../src/lint-workspace.ts';
import { makeFolder } from './sample-workspace.ts';

const old = 'import os\nimport sys\n\n\ndef move(job):\n    return undefined_name\n\n\ndef stop(job):\n    return undefined_name\n';

describe('updateBaseline', () => {
  it('lets an old code base pass until a line is touched, and then fails for that line only', async () => {
    const root = makeFolder({ 'site/mover.py': old });
    expect(await updateBaseline({ root }, { isForced: true })).toMatchObject({ before: 0, after: 4, findings: [] });
    expect(await lintWorkspace({ root })).toEqual([]);
    writeFileSync(join(root, 'site/mover.py'), `"""Moves."""\n\n${old.replace('import sys', 'import sys as system')}`);
    expect((await lintWorkspace({ root })).map(describeFinding)).toEqual(['site/mover.py:4 ruff/F401']);
    writeFileSync(join(root, 'site/mover.py'), old.replace('def stop(job):\n    return undefined_name', 'def stop(job):\n    return [undefined_name]'));
    expect((await lintWorkspace({ root })).map(describeFinding)).toEqual(['site/mover.py:10 ruff/F821']);
  });

  it('never grows unless it is forced', async () => {
    const root = makeFolder({ 'a.py': 'import os\n' });
    expect(await updateBaseline({ root }, { isForced: false })).toMatchObject({ before: 0, after: 0, findings: [{ rule: 'ruff/F401' }] });
    await updateBaseline({ root }, { isForced: true });
    writeFileSync(join(root, 'b.py'), 'import sys\n');
    expect(await updateBaseline({ root }, { isForced: false })).toMatchObject({ before: 1, after: 1, findings: [{ file: 'b.py' }] });
    writeFileSync(join(root, 'a.py'), 'A = 1\n');
    expect(await updateBaseline({ root }, { isForced: false })).toMatchObject({ before: 1, after: 0 });
    expect(JSON.parse(readFileSync(join(root, baselineFile), 'utf8'))).toEqual({ schema: 1, findings: {} });
  });

  it('keeps what it has of projects that were not asked about', async () => {
    const manifest = (name: string): string => JSON.stringify({ name });
    const root = makeFolder({ 'package.json': JSON.stringify({ name: 'x', workspaces: ['*'] }), 'a/package.json': manifest('a'), 'a/a.py': 'import os\n', 'b/package.json': manifest('b'), 'b/b.py': 'import os\n' });
    await updateBaseline({ root }, { isForced: true });
    writeFileSync(join(root, 'a/a.py'), 'A = 1\n');
    writeFileSync(join(root, 'b/b.py'), 'B = 1\n');
    expect(await updateBaseline({ root, projects: ['a'] }, { isForced: false })).toMatchObject({ before: 2, after: 1 });
  });

  it('refuses to be made from a part of the files', async () => {
    await expect(updateBaseline({ root: makeFolder({}), since: 'HEAD' }, { isForced: true })).rejects.toMatchObject({ code: 'LINT_BASELINE_PARTIAL', exitStatus: 2 });
  });

  it('is refused when it is damaged', async () => {
    await expect(lintWorkspace({ root: makeFolder({ [baselineFile]: '{"schema": 2}' }) })).rejects.toMatchObject({ code: 'LINT_BASELINE_INVALID', exitStatus: 2 });
  });
});

describe('lintWorkspace with since', () => {
  it('judges files that changed since a commit, committed or not, and the messages of the commits', async () => {
    const root = makeFolder({ 'old.py': 'import os\n', 'changed.py': 'A = 1\n' });
    const git = (...args: readonly string[]): void => { execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], { cwd: root, stdio: 'ignore' }); };
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '-m', 'bad first message');
    git('checkout', '-q', '-b', 'topic');
    writeFileSync(join(root, 'changed.py'), 'import os\n');
    git('commit', '-q', '-a', '-m', 'bad second message');
    writeFileSync(join(root, 'ä b.py'), 'import os\n');
    const findings = await lintWorkspace({ root, since: 'main' });
    expect(findings.map(({ file, rule }) => `${file.replace(/^commit.*/u, 'commit')} ${rule}`)).toEqual(['changed.py ruff/F401', 'commit bigpanda/commit-form', 'ä b.py ruff/F401']);
    await expect(lintWorkspace({ root, since: 'gone' })).rejects.toMatchObject({ code: 'LINT_REF_UNKNOWN', exitStatus: 2 });
    await expect(lintWorkspace({ root, since: '--output=x' })).rejects.toMatchObject({ code: 'LINT_REF_UNKNOWN' });
  });
});

describe('fixWorkspace', () => {
  it('writes what can be fixed in every language, and tells what is left', async () => {
    const root = makeFolder({ 'a.py': '\uFEFFimport os\nimport sys\nprint(sys.path) \n', 'ci/a.sh': '#!/bin/sh\nset -e\necho `date` $HOME\n', 'a.yml': 'a: 1 \n', 'a.js': 'if (a == -0) debugger;\n' });
    const { fixed, findings } = await fixWorkspace({ root });
    expect(fixed).toEqual(['a.py', 'a.yml', 'ci/a.sh']);
    expect(readFileSync(join(root, 'a.py'), 'utf8')).toBe('\uFEFFimport sys\nprint(sys.path)\n');
    expect(readFileSync(join(root, 'ci/a.sh'), 'utf8')).toBe('#!/bin/sh\nset -e\necho $(date) "$HOME"\n');
    expect(readFileSync(join(root, 'a.yml'), 'utf8')).toBe('a: 1\n');
    expect(findings.map(describeFinding)).toEqual(['ci/a.sh:3 shell/unquoted-variable']);
  });

  it('leaves a file in another encoding than UTF-8 as it is', async () => {
    const bytes = Buffer.from('# -*- coding: latin-1 -*-\nimport os\nA = "caf\u00e9"\n', 'latin1');
    const root = makeFolder({});
    writeFileSync(join(root, 'a.py'), bytes);
    expect(await fixWorkspace({ root })).toMatchObject({ fixed: [], findings: [{ rule: 'ruff/F401' }] });
    expect(readFileSync(join(root, 'a.py'))).toEqual(bytes);
  });
});

function describeFinding({ file, range, rule }: Finding): string {
  return `${file}:${range?.line ?? '-'} ${rule}`;
}

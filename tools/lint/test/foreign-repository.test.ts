import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../src/finding.ts';
import { lintWorkspace } from '../src/lint-workspace.ts';
import { makeFolder } from './sample-workspace.ts';

describe('lintWorkspace in a repository that is not ours', () => {
  it('judges a plain folder without package.json, configuration or git', async () => {
    const root = makeFolder({
      'tool.js': 'var a = 1;\nif (a = 2) { eval(a); }\nmodule.exports = a;\n',
      'part.ts': 'export const x: any = 1;\n',
      'run': '#!/bin/bash\ncd /tmp\n',
      'node_modules/x/index.js': 'eval(1);\n',
      'test/fixtures/wrong.py': 'import os\n',
    });
    expect((await lintWorkspace({ root })).map(describeFinding)).toEqual([
      'part.ts:1 @typescript-eslint/no-explicit-any', 'run:2 shell/unchecked-cd', 'tool.js:1 no-useless-assignment', 'tool.js:2 no-cond-assign', 'tool.js:2 no-constant-condition', 'tool.js:2 no-eval',
    ]);
  });

  it('judges scripts as they were written before there were modules, and modules as modules', async () => {
    const root = makeFolder({ 'page.js': 'var shown = 1;\nfunction show(event) { var self = this; self || shown; }\n', 'module.js': 'import { x } from "y";\nexport function f() { const lost = x; }\n', 'bundle.min.js': 'eval(1);\n' });
    expect((await lintWorkspace({ root })).map(describeFinding)).toEqual(['module.js:2 @typescript-eslint/no-unused-vars']);
  });

  it('judges Python, shell and rpm.json in a git repository without anything else', async () => {
    const root = makeFolder({
      'site/mover.py': 'from os import *\n\n\ndef move(jobs=[]):\n    return jobs, sep\n', 'bin/move': '#!/bin/sh\n\\cd "$1"\n',
      'rpm.json': JSON.stringify({ name: 'site-tools', summary: 'Moves', description: 'Moves jobs.', license: 'MIT', url: 'https://example.org', contents: [{ source: 'bin/move', destination: '/usr/local/bin/move', mode: '0755' }] }),
    });
    execFileSync('git', ['init', '-q'], { cwd: root });
    expect((await lintWorkspace({ root })).map((finding) => `${finding.severity} ${describeFinding(finding)}`)).toEqual([
      'warning bin/move:2 shell/unchecked-cd', 'error rpm.json:1 bigpanda/rpm-path', 'warning site/mover.py:1 ruff/F403', 'warning site/mover.py:4 ruff/B006', 'warning site/mover.py:5 ruff/F405',
    ]);
  });

  it('keeps to the ESLint configuration that the repository has, and to the files that it means', async () => {
    const root = makeFolder({
      'eslint.config.mjs': "export default [{ rules: { 'no-debugger': 'error' } }];\n",
      'a.js': 'debugger;\neval(1);\n',
      'b.ts': 'debugger; const x: number = 1;\n',
    });
    expect((await lintWorkspace({ root })).map(describeFinding)).toEqual(['a.js:1 no-debugger']);
  });

  it('leaves out what repo-config/lint.json says', async () => {
    const root = makeFolder({ 'repo-config/lint.json': '{"ignore": ["vendor/**"], "maximumKiB": 1}', 'vendor/a.py': 'import os\n', 'long.json': `"${'a'.repeat(2000)}"` });
    expect((await lintWorkspace({ root })).map(describeFinding)).toEqual(['long.json:- bigpanda/oversized-file']);
  });

  it('refuses settings that do not exist', async () => {
    await expect(lintWorkspace({ root: makeFolder({ 'repo-config/lint.json': '{"python": []}' }) })).rejects.toMatchObject({ code: 'LINT_WORKSPACE_INVALID', exitStatus: 2 });
  });
});

function describeFinding({ file, range, rule }: Finding): string {
  return `${file}:${range?.line ?? '-'} ${rule}`;
}

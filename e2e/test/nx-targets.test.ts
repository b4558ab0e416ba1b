import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkoutRoot } from '../src/checkout.ts';
import { mustRun, run, type Finished } from '../src/run.ts';
import { SmallWorkspace } from '../src/small-workspace.ts';

interface ShownProject {
  readonly targets: Readonly<Record<string, { readonly metadata?: { readonly description?: string } }>>;
}

const components = (await mustRun('git', ['ls-files', '*/rpm.json', ':!:**/fixtures/**'], { cwd: checkoutRoot })).trim().split('\n');

describe('npx nx show project', () => {
  it.each(components)('knows the component of %s by its RPM name and explains each inferred target', async (file) => {
    const { name } = JSON.parse(readFileSync(join(checkoutRoot, file), 'utf8')) as { readonly name: string };
    const shown = await mustRun('nx', ['show', 'project', name, '--json'], { cwd: checkoutRoot, env: { NX_DAEMON: 'false' } });
    const { targets } = JSON.parse(shown) as ShownProject;
    expect(Object.keys(targets)).toEqual(expect.arrayContaining(['build', 'rpm', 'srpm', 'publish']));
    for (const [target, { metadata }] of Object.entries(targets)) expect(metadata?.description, target).toMatch(/^[A-Z].{20}/);
  });
});

describe('nx run NAME:lint', () => {
  it('finds what "bigpanda lint" finds in the project, from the cache as well, and fails when that does', async () => {
    using workspace = await new SmallWorkspace().create();
    workspace.write('package.json', '{ "name": "small", "private": true, "workspaces": ["hello"] }').write('hello/package.json', '{ "name": "hello", "nx": { "name": "panda-hello" } }');
    workspace.write('hello/run.py', `A = 1  # ${'long '.repeat(30)}\n`).write('hello/run.sh', '#!/bin/sh\neval "$X"\n').write('elsewhere.py', 'import os\n');
    await workspace.commit('feat: lint me');
    const nx = (): Promise<Finished> => run('nx', ['run', 'panda-hello:lint', '--outputStyle', 'stream-without-prefixes'], { cwd: workspace.root, env: { NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0' } });
    const first = await nx();
    const report = readReport((await workspace.bigpanda(['lint', 'hello'])).stdout);
    expect(report).toContain('ruff/E501');
    expect(report).toContain('shell/eval');
    expect(report).not.toContain('elsewhere.py');
    expect(first.status, first.stderr).toBe(0);
    expect(readReport(`${first.stdout}${first.stderr}`)).toBe(report);
    const second = await nx();
    expect(second.stdout).toMatch(/from the cache/);
    expect(readReport(`${second.stdout}${second.stderr}`)).toBe(report);
    workspace.write('hello/run.py', 'import os\n');
    const failed = await workspace.bigpanda(['lint', 'hello']);
    const third = await nx();
    expect([failed.status, third.status]).toEqual([1, 1]);
    expect(readReport(`${third.stdout}${third.stderr}`)).toBe(readReport(failed.stdout));
  });
});

/** The findings of a terminal report, without the counts and what the run looked at. Nx drops empty lines. */
function readReport(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const start = lines.findIndex((line) => line.startsWith('hello/'));
  return lines.slice(start, lines.findIndex((line) => /^\d+ errors?, /.test(line))).join('\n');
}

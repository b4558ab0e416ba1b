import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, describe, it, onTestFinished } from 'vitest';
import { makeTemporaryFolder } from '../src/temporary-folder.ts';

describe('makeTemporaryFolder', () => {
  it('removes what a killed process left long ago, and nothing of a running one, of another purpose, or that is young', async () => {
    const parent = mkdtempSync(join(tmpdir(), 'temporary-'));
    onTestFinished(() => { rmSync(parent, { recursive: true }); });
    // No process has a number above the limit of the kernel (proc(5), pid_max).
    const [gone, own] = ['9999999', String(process.pid)];
    const old = [`bigpanda-matrix-${gone}-aaaaaa`, `bigpanda-matrix-${own}-aaaaaa`, `bigpanda-other-${gone}-aaaaaa`, 'bigpanda-matrix-mine'];
    for (const name of [...old, `bigpanda-matrix-${gone}-bbbbbb`]) mkdirSync(join(parent, name));
    for (const name of old) utimesSync(join(parent, name), 0, 0);
    const made = await makeTemporaryFolder('matrix', parent);
    expect(basename(made)).toMatch(new RegExp(`^bigpanda-matrix-${own}-\\w{6}$`));
    expect(readdirSync(parent).sort()).toEqual([...old.slice(1), `bigpanda-matrix-${gone}-bbbbbb`, basename(made)].sort());
  });
});

import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withRepositoryLock } from '../src/repository-lock.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lock-'));
});
afterEach(() => rm(root, { recursive: true }));

/** A process number that is free: its process has ended. */
async function endedProcess(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const child = execFile(process.execPath, ['--version'], () => resolve());
  await promise;
  return child.pid ?? 0;
}

describe('withRepositoryLock', () => {
  it('gives the result of the work and leaves nothing behind', async () => {
    expect(await withRepositoryLock(root, async () => readdir(root))).toEqual(['.lock']);
    expect(await readdir(root)).toEqual([]);
  });

  it('is free again after work that failed', async () => {
    await expect(withRepositoryLock(root, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await readdir(root)).toEqual([]);
  });

  it('refuses a second holder, naming the first', async () => {
    await withRepositoryLock(root, async () => {
      await expect(withRepositoryLock(root, async () => undefined)).rejects.toMatchObject({ code: 'REPOSITORY_LOCKED', message: expect.stringContaining(`process ${process.pid}`) });
    });
  });

  it.each([
    ['of a process that has ended', async () => JSON.stringify({ host: hostname(), pid: await endedProcess(), started: '1', token: 'aa' })],
    ['of an earlier process with the number of a living one', async () => JSON.stringify({ host: hostname(), pid: process.pid, started: '1', token: 'aa' })],
    ['that cannot be read', async () => ''],
  ])('takes over a lock %s', async (_what, makeLock) => {
    await writeFile(join(root, '.lock'), await makeLock());
    expect(await withRepositoryLock(root, async () => 'done')).toBe('done');
    expect(await readdir(root)).toEqual([]);
  });

  it('does not take over the lock of another machine', async () => {
    await writeFile(join(root, '.lock'), JSON.stringify({ host: `not-${hostname()}`, pid: 1, started: '1', token: 'aa' }));
    await expect(withRepositoryLock(root, async () => 'done')).rejects.toMatchObject({ code: 'REPOSITORY_LOCKED' });
  });

  it('never has two holders when many take over one lock at once', async () => {
    const dead = JSON.stringify({ host: hostname(), pid: await endedProcess(), started: '1', token: 'aa' });
    for (let round = 0; round < 20; round += 1) {
      await writeFile(join(root, '.lock'), dead);
      let holders = 0;
      const takers = Array.from({ length: 8 }, () => withRepositoryLock(root, async () => {
        holders += 1;
        expect(holders).toBe(1);
        await readdir(root);
        holders -= 1;
      }));
      const outcomes = await Promise.allSettled(takers);
      expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
      for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'REPOSITORY_LOCKED' });
      await expect(withRepositoryLock(root, async () => 'free')).resolves.toBe('free');
    }
  });
});

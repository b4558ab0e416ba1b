import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TemporaryRepository } from '@bigpanda/tagger/testing';
import { runGit } from '../src/git/run-git.ts';

describe('runGit', () => {
  it('waits for a lock, and takes away one that a killed git process left behind', async () => {
    using repository = new TemporaryRepository();
    repository.commit('feat: begin', { a: '1' });
    const lock = join(repository.root, '.git/index.lock');
    writeFileSync(lock, '');
    utimesSync(lock, new Date(0), new Date(0));
    repository.write('a', '2');
    await runGit({ root: repository.root, env: process.env }, ['add', 'a']);
    expect(existsSync(lock)).toBe(false);
    expect(repository.git('diff', '--cached', '--name-only')).toBe('a');
  });

  it('names the command that failed, with what git says', async () => {
    using repository = new TemporaryRepository();
    await expect(runGit({ root: repository.root, env: process.env }, ['-c', 'a.b=c', 'show', 'nothing'])).rejects.toMatchObject({ code: 'GIT_FAILED', message: expect.stringMatching(/^run git: "git show" failed: fatal: /) as string });
  });
});

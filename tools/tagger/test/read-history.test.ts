import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHistory } from '@bigpanda/tagger';
import { TemporaryRepository } from './temporary-repository.ts';

describe('readHistory', () => {
  it('gives commits, what each merge brought, and the commits of lightweight, annotated and nested tags', async () => {
    using repository = new TemporaryRepository();
    const first = repository.commit('one', { 'a.txt': '1' });
    repository.git('tag', 'light-1.0.0');
    repository.git('switch', '-q', '-c', 'side');
    const side = repository.commit('side', { 'dir/päth with space': 's', 'x': '' });
    repository.git('switch', '-q', 'main');
    const main = repository.commit('two\n\nbody', { 'a.txt': '2' });
    repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
    repository.git('tag', '-a', 'full-1.0.0', '-m', 'x');
    repository.git('tag', '-a', 'nested-1.0.0', '-m', 'x', 'full-1.0.0');
    const head = repository.git('rev-parse', 'HEAD');

    const history = await readHistory(repository.root);
    expect(history.head).toBe(head);
    expect(history.branch).toBe('main');
    expect(history.commits.map(({ id }) => id)).toEqual([head, side, main, first]);
    expect(history.commits[0]).toMatchObject({ parents: [main, side], paths: ['dir/päth with space', 'x'], added: ['dir/päth with space', 'x'] });
    expect(history.commits.find(({ id }) => id === main)?.message).toBe('two\n\nbody');
    expect([...history.tags].map(([tag, { commit }]) => [tag, commit])).toEqual([['full-1.0.0', head], ['light-1.0.0', first], ['nested-1.0.0', head]]);
  });

  it('is not misled by a message that looks like its own records', async () => {
    using repository = new TemporaryRepository();
    const id = repository.commit(`fake\x02x\x01${'0'.repeat(40)}\x02\x021\x02`, { a: '1' });
    const { commits } = await readHistory(repository.root);
    expect(commits.map((commit) => commit.id)).toEqual([id]);
    expect(commits[0]?.paths).toEqual(['a']);
  });

  it('refuses a shallow clone with the command that deepens it', async () => {
    using repository = new TemporaryRepository();
    repository.commit('one', { a: '1' });
    repository.commit('two', { a: '2' });
    const clone = mkdtempSync(join(tmpdir(), 'tagger-shallow-'));
    try {
      execFileSync('git', ['clone', '-q', '--depth', '1', `file://${repository.root}`, clone]);
      await expect(readHistory(clone)).rejects.toMatchObject({ code: 'GIT_SHALLOW', exitStatus: 2, hint: 'Deepen it: git fetch --unshallow --tags' });
    } finally {
      rmSync(clone, { recursive: true });
    }
  });

  it('says so where there is no repository or no commit', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tagger-none-'));
    using empty = new TemporaryRepository();
    try {
      await expect(readHistory(folder)).rejects.toMatchObject({ code: 'GIT_NOT_A_REPOSITORY', exitStatus: 2 });
      await expect(readHistory(empty.root)).rejects.toMatchObject({ code: 'GIT_NO_COMMIT', exitStatus: 2 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

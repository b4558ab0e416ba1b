import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createReleaseTagReader, readHistory, resolveVersionRules } from '@bigpanda/tagger';
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

  it.each<[string, (repository: TemporaryRepository) => void]>([
    ['one line', () => undefined],
    ['a side branch that was merged', (repository) => {
      repository.git('switch', '-q', '-c', 'side', 'b-0.1.0');
      repository.commit('fix: late on the side', { 'b/side': '1', 'a/side': '1' });
      repository.git('tag', 'b-0.9.0');
      repository.git('switch', '-q', 'main');
      repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
    }],
    ['histories without a common past', (repository) => {
      repository.git('switch', '-q', '--orphan', 'other');
      repository.commit('feat: other', { 'b/other': '1' });
      repository.git('tag', 'b-0.9.0');
      repository.git('switch', '-q', 'main');
      repository.git('merge', '-q', '--allow-unrelated-histories', '-m', 'join', 'other');
    }],
  ])('has every commit that a component did not release, the last releases on %s', async (_lines, make) => {
    using repository = new TemporaryRepository();
    repository.commit('one', { 'a/x': '1' });
    repository.commit('two', { 'b/x': '1' });
    repository.git('tag', 'b-0.1.0');
    repository.commit('three', { 'a/x': '2', 'b/x': '2' });
    repository.git('tag', 'a-0.1.0');
    make(repository);
    repository.commit('last', { 'a/x': '3', 'b/x': '3' });
    const { commits } = await readHistory(repository.root, { releaseTags: createReleaseTagReader(['a', 'b'], resolveVersionRules()) });
    const lastB = repository.git('tag', '--list', 'b-0.9.0') === '' ? 'b-0.1.0' : 'b-0.9.0';
    const wanted = ['a-0.1.0', lastB].flatMap((tag) => repository.git('rev-list', `${tag}..HEAD`).split('\n'));
    expect(commits.map(({ id }) => id)).toEqual(expect.arrayContaining(wanted));
    expect(commits.length).toBeLessThan(Number(repository.git('rev-list', '--count', 'HEAD')) + (lastB === 'b-0.9.0' ? 1 : 0));
  });

  it('reads no further than the oldest of the last releases', async () => {
    using repository = new TemporaryRepository();
    for (let number = 0; number < 40; number += 1) repository.commit(`fix: ${number}`, { [number % 2 === 0 ? 'a/x' : 'b/x']: String(number) });
    repository.git('tag', 'a-0.1.0');
    const afterA = repository.commit('fix: b', { 'b/x': 'new' });
    repository.git('tag', 'b-0.1.0');
    const released = repository.git('rev-parse', 'a-0.1.0');
    const { commits } = await readHistory(repository.root, { releaseTags: createReleaseTagReader(['a', 'b'], resolveVersionRules()) });
    expect(commits.map(({ id }) => id)).toEqual([afterA, released]);
  });

  it('has the last releases that the head contains where a tag beside it is higher, however far back they are', async () => {
    using repository = new TemporaryRepository();
    const readOwn = (): ReturnType<typeof readHistory> => readHistory(repository.root, { releaseTags: createReleaseTagReader(['a'], resolveVersionRules()) });
    const first = repository.commit('one', { 'a/x': '1' });
    repository.git('tag', 'a-0.1.0');
    repository.git('switch', '-q', '-c', 'work');
    repository.commit('beside', { 'a/x': 'b' });
    repository.git('tag', 'a-0.9.0');
    repository.git('switch', '-q', 'main');
    const near = await readOwn();
    expect([near.commits.map(({ id }) => id), [...near.tags.keys()]]).toEqual([[first], ['a-0.1.0']]);

    importCommits(repository.root, 2_100);
    const far = await readOwn();
    expect([far.commits.length, far.commits.at(-1)?.id, [...far.tags.keys()]]).toEqual([2_101, first, ['a-0.1.0']]);
  });

  it('leaves out a pre-release beside the head, and has tags beside it only where they are lower and no plan changes', async () => {
    using repository = new TemporaryRepository();
    repository.commit('one', { 'a/x': '1' });
    for (const [branch, tag] of [['work', 'a-0.0.9'], ['test', 'a-0.2.0-beta.1']] as const) {
      repository.git('switch', '-q', '-c', branch, 'main');
      repository.commit(branch, { 'a/x': branch });
      repository.git('tag', tag);
    }
    repository.git('switch', '-q', 'main');
    repository.commit('two', { 'a/x': '2' });
    repository.git('tag', 'a-0.1.0');
    const readOwn = async (): Promise<string[]> => [...(await readHistory(repository.root, { releaseTags: createReleaseTagReader(['a'], resolveVersionRules()) })).tags.keys()];
    expect(await readOwn()).toEqual(['a-0.1.0']);
    repository.git('tag', '-d', 'a-0.2.0-beta.1');
    expect(await readOwn()).toEqual(['a-0.0.9', 'a-0.1.0']);
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

/** So many commits on top of the main branch, each of one path. */
function importCommits(root: string, count: number): void {
  const commits = Array.from({ length: count }, (_, number) => `commit refs/heads/main\ncommitter T <t@panda.test> ${1_800_000_000 + number} +0000\ndata 1\nx\n${number === 0 ? 'from refs/heads/main^0\n' : ''}M 100644 inline a/x\ndata ${String(number).length}\n${number}\n`);
  execFileSync('git', ['fast-import', '--quiet'], { cwd: root, input: commits.join('') });
}

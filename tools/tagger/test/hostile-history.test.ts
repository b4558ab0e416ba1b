import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PlannedComponent } from '@bigpanda/release-model';
import { openRepository, planRepository } from '@bigpanda/tagger';
import { rpmJson, TemporaryRepository } from './temporary-repository.ts';

async function planOf(repository: TemporaryRepository, name: string): Promise<PlannedComponent> {
  const { components } = await planRepository(await openRepository(repository.root), { kind: 'release' });
  const found = components.find((component) => component.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

/** Commits that git itself counts: those since a tag that touch a folder, merges left out. */
function countByGit(repository: TemporaryRepository, tag: string, folder: string): number {
  return Number(repository.git('rev-list', '--count', '--no-merges', '--full-history', `${tag}..HEAD`, '--', folder));
}

function released(): TemporaryRepository {
  const repository = new TemporaryRepository();
  repository.commit('feat: one', { 'a/rpm.json': rpmJson('a'), 'b/rpm.json': rpmJson('a-b') });
  repository.git('tag', 'a-0.1.0');
  repository.git('tag', 'a-b-0.1.0');
  return repository;
}

describe('a plan of a hostile history', () => {
  it('counts every commit of an octopus merge once', async () => {
    using repository = released();
    for (const side of ['x', 'y', 'z']) {
      repository.git('switch', '-q', '-c', side, 'a-0.1.0');
      repository.commit(`fix: ${side}`, { [`a/${side}`]: side });
    }
    repository.git('switch', '-q', 'main');
    repository.git('merge', '-q', '--no-ff', '-m', 'octopus', 'x', 'y', 'z');
    expect(await planOf(repository, 'a')).toMatchObject({ bump: 'patch', commits: countByGit(repository, 'a-0.1.0', 'a') + 1 });
    expect((await planOf(repository, 'a')).reasons.filter(({ weight }) => weight === 'patch')).toHaveLength(3);
  });

  it('takes tag..HEAD exactly after criss-cross merges', async () => {
    using repository = released();
    repository.git('switch', '-q', '-c', 'side');
    const side = repository.commit('feat: side', { 'a/side': '1' });
    repository.git('switch', '-q', 'main');
    const main = repository.commit('fix: main', { 'a/main': '1' });
    repository.git('merge', '-q', '--no-ff', '-m', 'm1', side);
    repository.git('tag', 'a-0.2.0');
    repository.git('switch', '-q', 'side');
    repository.git('merge', '-q', '--no-ff', '-m', 'm2', main);
    repository.commit('fix: late', { 'a/late': '1', 'b/late': '1' });
    repository.git('switch', '-q', 'main');
    repository.git('merge', '-q', '--no-ff', '-m', 'm3', 'side');
    const planned = await planOf(repository, 'a');
    expect(planned).toMatchObject({ lastVersion: '0.2.0', nextVersion: '0.2.1' });
    expect(planned.reasons.map(({ summary }) => summary)).not.toContain('feat: side');
    expect(await planOf(repository, 'a-b')).toMatchObject({ lastVersion: '0.1.0', nextVersion: '0.1.1' });
  });

  it('looks at no tag on a branch that is not merged, at one once it is, and at where a moved or deleted tag is now', async () => {
    using repository = released();
    repository.git('switch', '-q', '-c', 'side');
    repository.commit('feat: side', { 'a/side': '1' });
    repository.git('tag', 'a-0.2.0');
    repository.git('switch', '-q', 'main');
    repository.commit('fix: main', { 'a/main': '1' });
    expect(await planOf(repository, 'a')).toMatchObject({ lastVersion: '0.1.0', nextVersion: '0.1.1' });
    repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
    expect(await planOf(repository, 'a')).toMatchObject({ lastVersion: '0.2.0', nextVersion: '0.2.1' });
    repository.git('tag', '-f', 'a-0.2.0', 'HEAD');
    expect(await planOf(repository, 'a')).toMatchObject({ lastVersion: '0.2.0', bump: 'none' });
    repository.git('tag', '-d', 'a-0.2.0');
    expect(await planOf(repository, 'a')).toMatchObject({ lastVersion: '0.1.0', nextVersion: '0.2.0' });
  });

  it('follows a component that moved to another folder', async () => {
    using repository = released();
    repository.commit('feat: before', { 'a/x': '1' });
    repository.git('mv', 'a', 'moved');
    repository.commit('refactor: move', {});
    repository.commit('fix: after', { 'moved/x': '2' });
    const planned = await planOf(repository, 'a');
    expect(planned).toMatchObject({ root: 'moved', nextVersion: '0.2.0', commits: 3 });
  });

  it('begins anew under another name, and goes on from the releases of the former one where the configuration adopts them', async () => {
    using repository = released();
    repository.git('mv', 'a', 'c');
    repository.commit('feat!: another name', { 'c/rpm.json': rpmJson('c') });
    expect(await planOf(repository, 'c')).toMatchObject({ nextVersion: '0.1.0' });
    repository.commit('adopt', { 'repo-config/repository.json': JSON.stringify({ versions: { first: '0.1.0', adopted: [{ component: 'c', format: 'a-${version}' }] } }) });
    expect(await planOf(repository, 'c')).toMatchObject({ lastVersion: '0.1.0', lastTag: 'a-0.1.0', nextVersion: '0.2.0' });
  });

  it('reads messages and paths that are no UTF-8, and a message that another encoding is declared for', async () => {
    using repository = released();
    writeFileSync(join(repository.root, 'message'), Buffer.concat([Buffer.from('feat: caf'), Buffer.of(0xe9, 0xff, 0x01, 0x02)]));
    execFileSync('bash', ['-c', `printf x > a/$'\\xff\\xfe'`], { cwd: repository.root });
    repository.git('add', 'a');
    repository.git('commit', '-q', '-F', 'message');
    expect(await planOf(repository, 'a')).toMatchObject({ nextVersion: '0.2.0', commits: 1 });
    writeFileSync(join(repository.root, 'message'), Buffer.concat([Buffer.from('fix: caf'), Buffer.of(0xe9)]));
    repository.git('-c', 'i18n.commitEncoding=ISO-8859-1', 'commit', '-q', '--allow-empty', '-F', 'message');
    repository.write('a/y', '1').git('add', 'a');
    repository.git('-c', 'i18n.commitEncoding=ISO-8859-1', 'commit', '-q', '-F', 'message');
    expect((await planOf(repository, 'a')).reasons.map(({ summary }) => summary)).toContain('fix: café');
  });

  it('plans a commit of 50 MB with a message of 5 MB', async () => {
    using repository = released();
    writeFileSync(join(repository.root, 'a/large'), Buffer.alloc(50 * 1024 * 1024));
    writeFileSync(join(repository.root, 'message'), `feat: large\n\n${'x'.repeat(79).concat('\n').repeat(65_000)}\nBREAKING CHANGE: all of it\n`);
    repository.git('add', 'a');
    repository.git('-c', 'core.compression=1', 'commit', '-q', '-F', 'message');
    expect(await planOf(repository, 'a')).toMatchObject({ nextVersion: '0.2.0', commits: 1 });
  });

  it('takes a moved submodule for a change of the component that holds it', async () => {
    using repository = released();
    repository.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},a/module`);
    repository.git('commit', '-q', '-m', 'fix: module');
    repository.git('update-index', '--cacheinfo', `160000,${'2'.repeat(40)},a/module`);
    repository.git('commit', '-q', '-m', 'feat: newer module');
    repository.git('config', 'diff.ignoreSubmodules', 'all');
    expect(await planOf(repository, 'a')).toMatchObject({ nextVersion: '0.2.0', commits: 2 });
  });

  it('is not changed by what a person configured, nor by replaced or grafted commits', async () => {
    using repository = released();
    const commit = repository.commit('feat: x', { 'a/x': '1' });
    const other = repository.commit('fix: y', { 'a/x': '2' });
    const before = await planOf(repository, 'a');
    for (const [key, value] of [['log.showSignature', 'true'], ['log.follow', 'true'], ['diff.renames', 'copies'], ['log.diffMerges', 'combined'], ['core.quotePath', 'true'], ['diff.relative', 'true'], ['color.ui', 'always'], ['i18n.logOutputEncoding', 'UTF-16']] as const) repository.git('config', key, value);
    repository.git('replace', commit, other);
    repository.write('.git/info/grafts', `${other}\n`);
    expect(await planOf(repository, 'a')).toEqual(before);
  });

  it.each([['tag', 'refs/tags/HEAD'], ['branch', 'refs/heads/HEAD']])('refuses a clone in which a %s is called HEAD', async (_kind, ref) => {
    using repository = released();
    repository.git('update-ref', ref, 'HEAD');
    await expect(openRepository(repository.root)).rejects.toMatchObject({ code: 'GIT_HEAD_AMBIGUOUS', exitStatus: 2 });
  });

  it('takes no notice of tags of blobs and trees, nor of versions that are too large, and plans where a tag has a message of 30 MB', async () => {
    using repository = released();
    repository.commit('feat: x', { 'a/x': '1' });
    const before = await planOf(repository, 'a');
    const blob = repository.git('rev-parse', 'HEAD:a/x');
    repository.git('tag', 'a-9.9.9', blob);
    repository.git('tag', '-a', '-m', 'x', 'a-9.9.8', 'HEAD^{tree}');
    repository.git('tag', '-a', '-m', 'x', 'a-9.9.7', 'a-9.9.8');
    repository.git('tag', 'a-99999999999999999999.0.0');
    writeFileSync(join(repository.root, '.git/message'), 'x'.repeat(30_000_000));
    repository.git('tag', '-a', '-F', '.git/message', 'large');
    expect(await planOf(repository, 'a')).toEqual(before);
  });

  it('refuses to go on from the largest version there can be', async () => {
    using repository = released();
    repository.git('tag', `a-${Number.MAX_SAFE_INTEGER}.0.${Number.MAX_SAFE_INTEGER}`);
    repository.commit('fix: x', { 'a/x': '1' });
    await expect(planOf(repository, 'a')).rejects.toMatchObject({ code: 'VERSION_INVALID', exitStatus: 3 });
  });

  it('joins histories that have nothing in common', async () => {
    using repository = released();
    repository.git('switch', '-q', '--orphan', 'other');
    repository.commit('feat: other', { 'c/rpm.json': rpmJson('c') });
    repository.git('tag', 'c-0.1.0');
    repository.git('switch', '-q', 'main');
    repository.git('merge', '-q', '--allow-unrelated-histories', '-m', 'join', 'other');
    repository.commit('fix: c', { 'c/x': '1' });
    expect(await planOf(repository, 'c')).toMatchObject({ lastVersion: '0.1.0', nextVersion: '0.1.1' });
    expect(await planOf(repository, 'a')).toMatchObject({ bump: 'none' });
  });
});

import { describe, expect, it } from 'vitest';
import { findComponents, openRepository, planRepository } from '@bigpanda/tagger';
import type { PlannedComponent, ReleasePlan } from '@bigpanda/release-model';
import { packageJson, rpmJson, TemporaryRepository } from './temporary-repository.ts';

const start = {
  'a/rpm.json': rpmJson('a'),
  'a/package.json': packageJson('@x/a', ['@x/lib']),
  'b/rpm.json': rpmJson('a-b'),
  'lib/package.json': packageJson('@x/lib', []),
};

async function plan(repository: TemporaryRepository): Promise<ReleasePlan> {
  const components = await findComponents({ workspaceRoot: repository.root, sharedInputs: ['lock.json'] });
  return planRepository({ ...await openRepository(repository.root), components }, { kind: 'snapshot' });
}

async function planOf(repository: TemporaryRepository, name: string): Promise<PlannedComponent> {
  const found = (await plan(repository)).components.find((component) => component.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

describe('a snapshot plan', () => {
  it('gives a component that was never released the first version, counted from the beginning', async () => {
    using repository = new TemporaryRepository();
    const first = repository.commit('one', start);
    expect(await planOf(repository, 'a')).toMatchObject({
      version: `0.1.0~1.g${first.slice(0, 10)}`,
      commit: first,
      timeSeconds: 1_767_225_660,
      reasons: [{ kind: 'first-release' }, { kind: 'commit', summary: 'one', commit: first }],
    });
  });

  it('moves a component only by commits to what it is made of: own folder, libraries, shared inputs, never tests', async () => {
    using repository = new TemporaryRepository();
    const first = repository.commit('one', start);
    repository.commit('elsewhere', { 'README.md': 'x', 'a/test/a.test.ts': 'x' });
    expect((await planOf(repository, 'a')).version).toBe(`0.1.0~1.g${first.slice(0, 10)}`);
    const library = repository.commit('library', { 'lib/x.ts': 'x' });
    expect((await planOf(repository, 'a')).version).toBe(`0.1.0~3.g${library.slice(0, 10)}`);
    expect((await planOf(repository, 'a-b')).version).toBe(`0.1.0~1.g${first.slice(0, 10)}`);
    const lock = repository.commit('lock', { 'lock.json': 'x' });
    expect((await planOf(repository, 'a-b')).version).toBe(`0.1.0~4.g${lock.slice(0, 10)}`);
  });

  it('counts commits since the last release tag of exactly this component, and bumps by what they say', async () => {
    using repository = new TemporaryRepository();
    repository.commit('one', start);
    repository.git('tag', 'a-0.1.0');
    repository.git('tag', 'a-b-0.3.0');
    expect(await planOf(repository, 'a')).toMatchObject({ lastVersion: '0.1.0', bump: 'none', commits: 0, reasons: [{ kind: 'unchanged' }] });
    expect((await planOf(repository, 'a')).version).toMatch(/^0\.1\.1~0\.g/);
    repository.commit('Update things', { 'a/x.ts': '1' });
    expect(await planOf(repository, 'a')).toMatchObject({ nextVersion: '0.1.1', bump: 'patch', commits: 1 });
    repository.commit('feat(a): more', { 'a/x.ts': '2' });
    expect(await planOf(repository, 'a')).toMatchObject({ nextVersion: '0.2.0', bump: 'minor', commits: 2 });
    repository.commit('feat(lib)!: other', { 'lib/x.ts': '3' });
    expect(await planOf(repository, 'a')).toMatchObject({ nextVersion: '0.2.0', bump: 'minor', commits: 3, reasons: [{ kind: 'library', weight: 'patch' }, { kind: 'commit' }, { kind: 'commit' }] });
    expect(await planOf(repository, 'a-b')).toMatchObject({ lastVersion: '0.3.0', commits: 0 });
  });

  it('names the commit that has the content, also where two branches were merged', async () => {
    using repository = new TemporaryRepository();
    repository.commit('one', start);
    repository.git('switch', '-q', '-c', 'side');
    repository.commit('side', { 'a/s.ts': 's' });
    repository.git('switch', '-q', 'main');
    repository.commit('main', { 'a/m.ts': 'm' });
    repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
    const merge = repository.git('rev-parse', 'HEAD');
    expect(await planOf(repository, 'a')).toMatchObject({ commit: merge, commits: 4 });
  });

  it('marks a component whose files are changed and not committed, and no other', async () => {
    using repository = new TemporaryRepository();
    const first = repository.commit('one', start);
    repository.write('a/new.ts', 'x');
    const dirty = await plan(repository);
    expect(dirty.dirty).toBe(true);
    const versions = dirty.components.map(({ version }) => version);
    expect(versions[0]).toMatch(new RegExp(`^0\\.1\\.0~1\\.g${first.slice(0, 10)}\\.d[0-9a-f]{10}$`));
    expect(versions[1]).toBe(`0.1.0~1.g${first.slice(0, 10)}`);
    expect(await plan(repository)).toEqual(dirty);
    repository.write('a/new.ts', 'y');
    expect((await planOf(repository, 'a')).version).not.toBe(versions[0]);
  });
});

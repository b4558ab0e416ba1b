import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareVersions } from '@bigpanda/rpm-format';
import { openRepository, planRepository } from '@bigpanda/tagger';
import { packageJson, rpmJson, TemporaryRepository } from './temporary-repository.ts';

async function versionOf(repository: TemporaryRepository): Promise<string> {
  const { components } = await planRepository(await openRepository(repository.root), { kind: 'snapshot' });
  const found = components.find(({ name }) => name === 'a');
  if (found === undefined) throw new Error('no a');
  return found.version;
}

/** A configuration as that of this workspace, with the given shared inputs. */
function config(sharedInputs: readonly string[]): string {
  return JSON.stringify({
    name: 'x', vendor: 'X', url: 'https://panda.test', targets: [{ name: 'el9', payload: { codec: 'gzip', level: 9 } }],
    channels: { testing: { title: 't', baseUrl: 'http://127.0.0.1:1', metadataExpireSeconds: 300 } }, sharedInputs, versions: { first: '0.1.0' },
  });
}

function start(): TemporaryRepository {
  const repository = new TemporaryRepository();
  repository.commit('one', { 'a/rpm.json': rpmJson('a'), 'a/package.json': packageJson('@x/a', ['@x/lib']), 'a/inner/x': '1', 'lib/package.json': packageJson('@x/lib', []) });
  repository.commit('config', { 'repo-config/repository.json': config(['lock.json']) });
  return repository;
}

/** Each step commits; no step may give a version that sorts lower, and `changes` says whether it must be a new one. */
const steps: Readonly<Record<string, (repository: TemporaryRepository) => void>> = {
  'the component moves to another folder': (repository) => {
    repository.commit('fix: x', { 'a/x': '1' });
    repository.git('mv', 'a', 'moved');
    repository.commit('move', {});
  },
  'a dependency is dropped': (repository) => {
    for (const digit of ['1', '2', '3']) repository.commit('feat: lib', { 'lib/x': digit });
    repository.commit('drop', { 'a/package.json': packageJson('@x/a', []) });
  },
  'a shared input is dropped': (repository) => {
    for (const digit of ['1', '2', '3']) repository.commit('lock', { 'lock.json': digit });
    repository.commit('drop', { 'repo-config/repository.json': config([]) });
  },
  'a folder inside becomes a component of its own': (repository) => {
    for (const digit of ['2', '3', '4']) repository.commit('inner', { 'a/inner/x': digit });
    repository.commit('cut out', { 'a/inner/rpm.json': rpmJson('b') });
  },
  'a library goes away with what used it': (repository) => {
    repository.commit('lib', { 'lib/x': '1' });
    rmSync(join(repository.root, 'lib'), { recursive: true });
    repository.commit('drop', { 'a/package.json': packageJson('@x/a', []) });
  },
  'a branch is merged': (repository) => {
    repository.git('switch', '-q', '-c', 'side');
    repository.commit('side', { 'a/s': 's' });
    repository.git('switch', '-q', 'main');
    repository.commit('main', { 'a/m': 'm' });
    repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
  },
  'a merge throws away what the branch did': (repository) => {
    repository.git('switch', '-q', '-c', 'side');
    repository.commit('side', { 'a/s': 's' });
    repository.git('switch', '-q', 'main');
    repository.git('merge', '-q', '--no-ff', '-s', 'ours', '-m', 'merge', 'side');
  },
};

/** Commits that HEAD contains, oldest first. */
function history(repository: TemporaryRepository): string[] {
  return repository.git('rev-list', '--topo-order', '--reverse', 'HEAD').split('\n').slice(1);
}

describe('the order of snapshot versions', () => {
  it.each(Object.keys(steps))('never falls along history where %s', async (name) => {
    using repository = start();
    repository.git('tag', 'a-0.1.0');
    steps[name]?.(repository);
    const versions = new Map<string, string>();
    for (const commit of history(repository)) {
      repository.git('checkout', '-q', '--detach', commit);
      versions.set(commit, await versionOf(repository));
      for (const parent of repository.git('show', '-s', '--format=%P', commit).split(' ')) {
        const before = versions.get(parent);
        if (before !== undefined) expect(compareVersions(versions.get(commit) ?? '', before), `${before} then ${versions.get(commit) ?? ''}`).toBeGreaterThanOrEqual(0);
      }
    }
    expect(new Set(versions.values()).size).toBeGreaterThan(1);
  });

  it('never falls where main is moved to a branch that made the same change and then merged main', async () => {
    using repository = start();
    repository.git('switch', '-q', '-c', 'side');
    repository.commit('same', { 'a/x': '1' });
    repository.git('switch', '-q', 'main');
    for (const digit of ['3', '2', '1']) repository.commit('main', { 'a/x': digit });
    const before = await versionOf(repository);
    repository.git('switch', '-q', 'side');
    repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'main');
    expect(compareVersions(await versionOf(repository), before)).toBe(1);
  });

  it('stays where nothing that the component is made of changes, whatever else does', async () => {
    using repository = start();
    const before = await versionOf(repository);
    repository.commit('elsewhere', { 'README.md': 'x', 'a/test/x': 'x' });
    repository.git('switch', '-q', '-c', 'side', 'HEAD~1');
    repository.commit('elsewhere too', { 'docs/x': 'x' });
    repository.git('switch', '-q', 'main');
    repository.git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
    expect(await versionOf(repository)).toBe(before);
  });
});

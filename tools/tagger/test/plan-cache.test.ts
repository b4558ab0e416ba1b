import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canonicalDigest, type ReleasePlan } from '@bigpanda/release-model';
import { openRepository, planRepository } from '@bigpanda/tagger';
import { rpmJson, TemporaryRepository } from './temporary-repository.ts';

function start(): TemporaryRepository {
  const repository = new TemporaryRepository();
  repository.commit('feat: one', { 'a/rpm.json': rpmJson('a') });
  repository.git('tag', 'a-0.1.0');
  repository.commit('fix: x', { 'a/x': '1' });
  return repository;
}

async function plan(repository: TemporaryRepository, cacheFolder: string): Promise<ReleasePlan> {
  return planRepository(await openRepository(repository.root), { kind: 'release', cacheFolder });
}

describe('planRepository with a cache', () => {
  it('gives the plan that is kept, and makes one that is damaged or was changed anew', async () => {
    using repository = start();
    const folder = join(repository.root, '.git/plans');
    const made = await plan(repository, folder);
    const [name = ''] = readdirSync(folder);
    const file = join(folder, name);
    const other = { ...made, head: 'f'.repeat(40) };
    writeFileSync(file, JSON.stringify({ digest: canonicalDigest(other), plan: other }));
    expect(await plan(repository, folder)).toEqual(other);
    for (const damaged of ['', '{', 'null', '7', '{}', JSON.stringify({ digest: canonicalDigest(made), plan: other })]) {
      writeFileSync(file, damaged);
      expect(await plan(repository, folder)).toEqual(made);
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ digest: canonicalDigest(made), plan: made });
    }
  });

  it('looks for another plan once a tag, a commit, a branch or the configuration changes', async () => {
    using repository = start();
    const folder = join(repository.root, '.git/plans');
    const changes: readonly (() => void)[] = [
      () => undefined, () => { repository.git('tag', 'a-0.1.1'); }, () => { repository.git('tag', '-f', 'a-0.1.1', 'HEAD~1'); }, () => { repository.commit('fix: y', {}); },
      () => { repository.git('switch', '-q', '-c', 'work'); }, () => { repository.write('repo-config/repository.json', '{ "versions": { "first": "1.0.0" } }'); },
    ];
    for (const [index, change] of changes.entries()) {
      change();
      await plan(repository, folder);
      expect(readdirSync(folder)).toHaveLength(index + 1);
    }
  });

  it('does without a folder that cannot be written', async () => {
    using repository = start();
    expect(await plan(repository, join(repository.root, 'a/x/plans'))).toEqual(await plan(repository, join(repository.root, '.git/plans')));
  });
});

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openRepository, planRepository, readWorkingTree } from '@bigpanda/tagger';
import { packageJson, rpmJson, TemporaryRepository } from './temporary-repository.ts';

function start(): TemporaryRepository {
  const repository = new TemporaryRepository();
  repository.commit('one', { 'a/rpm.json': rpmJson('a'), 'a/package.json': packageJson('@x/a', []) });
  return repository;
}

async function versionOf(repository: TemporaryRepository): Promise<string> {
  const plan = await planRepository(await openRepository(repository.root), { kind: 'snapshot' });
  return plan.components[0]?.version ?? '';
}

describe('openRepository', () => {
  afterEach(() => { delete process.env['GIT_DIR']; });

  it('reads the repository of the folder, not one that a hook names', async () => {
    using repository = start();
    using other = new TemporaryRepository();
    process.env['GIT_DIR'] = join(other.root, '.git');
    expect((await openRepository(repository.root)).components.map(({ name }) => name)).toEqual(['a']);
  });

  it('refuses a bare clone and a repository without commits in words', async () => {
    using repository = start();
    using empty = new TemporaryRepository();
    const bare = `${repository.root}/bare.git`;
    repository.git('clone', '-q', '--bare', '.', bare);
    await expect(openRepository(bare)).rejects.toMatchObject({ code: 'GIT_NOT_A_REPOSITORY', exitStatus: 2 });
    await expect(openRepository(empty.root)).rejects.toMatchObject({ code: 'GIT_NO_COMMIT', exitStatus: 2 });
  });

  it.each<[string, (file: string) => void]>([
    ['folder', (file) => { mkdirSync(file); writeFileSync(join(file, 'x'), ''); }],
    ['pipe', (file) => { execFileSync('mkfifo', [file]); }],
    ['loop of links', (file) => { symlinkSync('rpm.json', file); }],
  ])('refuses an rpm.json that is a %s, naming it, without waiting', async (_kind, make) => {
    using repository = start();
    rmSync(join(repository.root, 'a/rpm.json'));
    make(join(repository.root, 'a/rpm.json'));
    await expect(openRepository(repository.root)).rejects.toMatchObject({ code: 'FILE_NOT_REGULAR', exitStatus: 2, message: expect.stringContaining('"a/rpm.json"') as string });
  });

  it.each(['null', '["x"]'])('refuses dependencies that are %s', async (dependencies) => {
    using repository = start();
    repository.write('a/package.json', `{ "name": "@x/a", "dependencies": ${dependencies} }`);
    await expect(openRepository(repository.root)).rejects.toMatchObject({ code: 'PACKAGE_JSON_INVALID', exitStatus: 2, problems: [{ path: 'a/package.json: dependencies' }] });
  });

  it('plans a repository whose object ids are SHA-256', async () => {
    using repository = start();
    rmSync(join(repository.root, '.git'), { recursive: true });
    repository.git('init', '-q', '-b', 'main', '--object-format=sha256');
    const head = repository.commit('one', {});
    expect(head).toHaveLength(64);
    expect(await versionOf(repository)).toBe(`0.1.0~1.g${head.slice(0, 10)}`);
  });
});

describe('readWorkingTree', () => {
  it('streams a file of more than 2 GiB', async () => {
    using repository = start();
    repository.write('a/large', '');
    truncateSync(join(repository.root, 'a/large'), 2 ** 31 + 1);
    expect(await readWorkingTree(repository.root, () => false)).toEqual([{ path: 'a/large', digest: '' }]);
    expect((await readWorkingTree(repository.root))[0]?.digest).toMatch(/^[0-9a-f]{64}$/);
  }, 60_000);

  it('tells a change inside a repository that lies inside a component', async () => {
    using repository = start();
    repository.write('a/nested/x', '1');
    execFileSync('git', ['init', '-q'], { cwd: join(repository.root, 'a/nested') });
    const before = await versionOf(repository);
    expect(before).toMatch(/\.d[0-9a-f]{10}$/);
    repository.write('a/nested/x', '2');
    expect(await versionOf(repository)).not.toBe(before);
  });
});

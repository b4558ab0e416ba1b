import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installProgram } from '@bigpanda/release';
import { listPackages, poolPath, verifyRepository } from '@bigpanda/rpm-repo';
import { describeKey, openOrCreateKey } from '@bigpanda/signer';

const folder = mkdtempSync(join(tmpdir(), 'semantic-release-'));
const [root, remote, keyFile] = [join(folder, 'project'), join(folder, 'remote.git'), join(folder, 'key.asc')];
const repository = join(root, 'build/repo');
const plugin = join(import.meta.dirname, '../src/index.ts');
const env: Record<string, string | undefined> = {
  PATH: process.env['PATH'], HOME: join(folder, 'home'), XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), BIGPANDA_KEY_FILE: keyFile,
  GIT_CONFIG_GLOBAL: '/dev/null', GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@panda.test', GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@panda.test',
};
let program: string;

const project = {
  'rpm.json': JSON.stringify({ name: 'hello', summary: 'Says hello', description: 'A program that greets.', license: 'Apache-2.0', url: 'https://sample.example/hello', contents: [{ source: 'hello.sh', destination: '/usr/bin/hello', mode: '0755' }] }),
  'hello.sh': '#!/bin/sh\necho hello\n',
  'LICENSE': 'Free.\n',
  '.gitignore': '/build/\n',
  'repo-config/repository.json': JSON.stringify({
    name: 'sample', vendor: 'Sample', url: 'https://sample.example/hello', targets: [{ name: 'el9', payload: { codec: 'gzip', level: 6 } }],
    channels: { stable: { title: 'Sample stable', baseUrl: 'https://packages.example/sample' }, testing: { title: 'Sample testing', baseUrl: 'https://packages.example/sample' } },
  }),
  '.releaserc.json': JSON.stringify({
    branches: ['main', { name: 'next', channel: 'next' }], repositoryUrl: `file://${remote}`,
    plugins: ['@semantic-release/commit-analyzer', '@semantic-release/release-notes-generator', [plugin, { channels: { latest: 'stable', next: 'testing' } }]],
  }),
};

function git(...args: readonly string[]): string {
  return execFileSync('git', [...args], { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

function commit(message: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  git('add', '-A');
  git('commit', '-q', '-m', message);
  git('push', '-q', '--set-upstream', 'origin', 'HEAD');
}

/** The program itself, as a person runs it. */
function semanticRelease(...args: readonly string[]): { readonly status: number | null; readonly printed: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(program, 'node_modules/semantic-release/bin/semantic-release.js'), '--no-ci', ...args], { cwd: root, env, encoding: 'utf8' });
  return { status, printed: stdout + stderr };
}

async function versionsIn(channel: string): Promise<string[]> {
  return (await listPackages(repository, channel, 'el9')).map(({ name, version, release }) => `${name}-${version}-${release}`).sort();
}

beforeAll(async () => {
  program = await installProgram(join(import.meta.dirname, 'peer/semantic-release'), { env: { ...env, HOME: homedir() }, signal: new AbortController().signal, writeError: () => undefined });
  await openOrCreateKey({ environment: { BIGPANDA_KEY_FILE: keyFile }, name: 'sample', userId: 'Sample packages', nowSeconds: 1_767_225_600 });
  mkdirSync(root);
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', remote]);
  git('init', '-q', '-b', 'main');
  git('remote', 'add', 'origin', remote);
  commit('feat: say hello', project);
}, 300_000);
afterAll(() => { rmSync(folder, { recursive: true }); });

describe('@bigpanda/semantic-release-rpm in the real semantic-release', { timeout: 180_000 }, () => {
  it('says in a dry run what is missing, before anything is decided, and makes nothing', async () => {
    env['BIGPANDA_KEY_FILE'] = join(folder, 'none.asc');
    expect(semanticRelease('--dry-run')).toMatchObject({ status: 1, printed: expect.stringContaining('which BIGPANDA_KEY_FILE names, does not exist') as string });
    env['BIGPANDA_KEY_FILE'] = keyFile;
    expect(await versionsIn('stable')).toEqual([]);
  });

  it('leaves no tag where packing fails', () => {
    commit('fix: forget a file', { 'rpm.json': project['rpm.json'].replace('hello.sh', 'gone.sh') });
    expect(semanticRelease()).toMatchObject({ status: 1, printed: expect.stringContaining('gone.sh') as string });
    expect(git('ls-remote', '--tags', 'origin')).toBe('');
    commit('fix: find it again', { 'rpm.json': project['rpm.json'] });
  });

  it('publishes the release as signed RPMs in the channel of its branch, with its notes as %changelog', async () => {
    const { status, printed } = semanticRelease();
    expect(status, printed).toBe(0);
    expect(await versionsIn('stable')).toEqual(['hello-1.0.0-1.el9']);
    const [found] = await listPackages(repository, 'stable', 'el9');
    const file = join(repository, found === undefined ? '' : poolPath(found));
    expect(execFileSync('rpm', ['-qp', '--nosignature', '--changelog', '--list', file], { encoding: 'utf8' })).toMatch(/- say hello \([0-9a-f]{7}\)[^]*\/usr\/bin\/hello\n/);
    const { publicKeyArmored } = await describeKey(execFileSync('sh', ['-c', `cat ${repository}/keys/*`], { encoding: 'utf8' }), 'key');
    expect(await verifyRepository(repository, { publicKeys: [publicKeyArmored] })).toEqual([]);
    expect(git('ls-remote', '--tags', 'origin')).toContain('refs/tags/v1.0.0');
  });

  it('gives a release of another branch out by its own channel, and by that of main once it is merged: the same bytes', async () => {
    git('switch', '-q', '-c', 'next');
    commit('feat: say it louder', { 'hello.sh': '#!/bin/sh\necho HELLO\n' });
    expect(semanticRelease().status).toBe(0);
    expect([await versionsIn('stable'), await versionsIn('testing')]).toEqual([['hello-1.0.0-1.el9'], ['hello-1.1.0-1.el9']]);
    git('switch', '-q', 'main');
    git('merge', '-q', 'next');
    git('push', '-q');
    const { status, printed } = semanticRelease();
    expect(status, printed).toBe(0);
    expect(await versionsIn('stable')).toEqual(['hello-1.0.0-1.el9', 'hello-1.1.0-1.el9']);
    const digests = await Promise.all(['stable', 'testing'].map(async (channel) => (await listPackages(repository, channel, 'el9')).find(({ version }) => version === '1.1.0')?.sha256));
    expect(digests[0]).toBe(digests[1]);
  });
});

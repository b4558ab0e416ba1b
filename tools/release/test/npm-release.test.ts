import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLocalRegistry } from '../src/npm/local-registry.ts';
import { explainNpm, tryNpm, type NpmOutcome } from '../src/npm/run-npm.ts';
import { makeKey, ReleaseSite } from './release-site.ts';

const folder = mkdtempSync(join(tmpdir(), 'npm-release-'));
const signal = new AbortController().signal;
const env = { PATH: process.env['PATH'], HOME: join(folder, 'home'), npm_config_cache: join(homedir(), '.npm'), XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache') };
let site: ReleaseSite;

const library = {
  'lib/npm.json': JSON.stringify({ build: 'bundle' }),
  'lib/package.json': JSON.stringify({ name: '@sample/lib', version: '0.0.0', description: 'Greets', license: 'Apache-2.0', type: 'module', dependencies: { '@sample/words': '0.0.0' } }),
  'lib/README.md': '# lib\n',
  'lib/src/index.ts': "import { word } from '@sample/words';\nexport const greet = (name: string): string => `${word} ${name}`;\n",
};

/** A workspace with an RPM, a package for npm that uses a package of the workspace, and a local registry. */
beforeAll(async () => {
  site = new ReleaseSite(await makeKey(folder), { names: ['alpha'], programs: ['git', 'npm', 'node'], env: { npm_config_cache: env.npm_config_cache, XDG_CACHE_HOME: env.XDG_CACHE_HOME } });
  site.commit('feat: greet', {
    'package.json': JSON.stringify({ private: true, workspaces: ['lib', 'words'] }),
    ...library,
    'words/package.json': JSON.stringify({ name: '@sample/words', version: '0.0.0', type: 'module', exports: { '.': './src/index.ts' } }),
    'words/src/index.ts': "export const word = 'Hello';\n",
    '.gitignore': '/build/\nnode_modules/\n',
  });
  mkdirSync(join(site.root, 'node_modules/@sample'), { recursive: true });
  symlinkSync('../../words', join(site.root, 'node_modules/@sample/words'));
  site.git('push', '-q');
}, 60_000);
afterAll(() => {
  site[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

/** What npm says of the local registry of the site. */
async function ask(...args: readonly string[]): Promise<NpmOutcome> {
  await using registry = await openLocalRegistry({ root: site.root, env, signal, writeError: () => undefined });
  return await tryNpm({ folder, env, signal }, [...args, '--registry', registry.url, '--prefer-online', `--//${registry.url.slice('http://'.length)}:_authToken=x`]);
}

/** Puts the journal of the last release back as it was before its last step ended, as if it had been killed there. */
function cutOff(): void {
  const own = join(site.root, '.git/bigpanda');
  const [closed = ''] = readdirSync(join(own, 'releases'));
  const lines = readFileSync(join(own, 'releases', closed), 'utf8').trimEnd().split('\n');
  renameSync(join(own, 'releases', closed), join(own, 'release.jsonl'));
  writeFileSync(join(own, 'release.jsonl'), `${lines.slice(0, -1).join('\n')}\n`);
}

describe('bigpanda release of what goes to npm', { timeout: 180_000 }, () => {
  it('plans it as a component of its own name, publishes it last, and keeps its integrity in the ledger', async () => {
    expect((await site.run('plan')).stdout).toMatch(/@sample\/lib +- +0\.1\.0/);
    expect((await site.run('release', '--dry-run')).stdout).toContain('Would publish @sample/lib 0.1.0 as "latest" to the registry of this checkout');
    expect(existsSync(join(site.root, 'build'))).toBe(false);
    const done = await site.run('release');
    expect(done).toMatchObject({ status: 0 });
    expect(done.stdout).toContain('Published @sample/lib 0.1.0 as "latest" to the registry of this checkout');
    const { stdout } = await ask('view', '@sample/lib@latest', 'version', 'dist.integrity', 'dependencies', '--json');
    expect(JSON.parse(stdout)).toEqual({ 'version': '0.1.0', 'dist.integrity': JSON.parse(site.git('show', 'ledger:records/000001.json')).components[0].npm.integrity as string });
    expect(site.git('tag')).toBe('@sample/lib-0.1.0\nalpha-0.1.0');
    expect((await site.run('ledger', 'verify')).status).toBe(0);
    expect((await site.run('show', '@sample/lib-0.1.0')).stdout).toMatch(/given out +to npm as @sample\/lib\n[^]*sample-lib-0\.1\.0\.tgz +[\d.]+ k?B +sha512-/);
  });

  it('refuses on a resume other bytes under its version, and does nothing where the registry has its own, which are made anew', async () => {
    cutOff();
    const [own, away] = [join(site.root, 'build/npm-registry/storage/@sample'), join(folder, 'away')];
    renameSync(own, away);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: '@sample/lib', version: '0.1.0' }));
    expect(await ask('publish', folder)).toMatchObject({ status: 0 });
    expect(await site.run('resume')).toMatchObject({ status: 3, stderr: expect.stringMatching(/has other bytes under @sample\/lib 0\.1\.0/) as string });
    rmSync(own, { recursive: true });
    renameSync(away, own);
    expect(await site.run('resume')).toMatchObject({ status: 0 });
    expect(await site.run('status')).toMatchObject({ status: 0 });
    expect(await site.run('release', '--rebuild', '@sample/lib')).toMatchObject({ status: 3, stderr: expect.stringContaining('it makes no RPM, and npm gives a version once') as string });
  });

  it('refuses bytes of others under its version, and says so before anything is pushed where they are there before', async () => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: '@sample/lib', version: '0.1.1' }));
    expect(await ask('publish', folder, '--tag', 'other')).toMatchObject({ status: 0 });
    site.commit('fix: greet better', { 'words/src/index.ts': "export const word = 'Good day';\n" });
    const before = site.remoteRefs();
    expect(await site.run('release')).toMatchObject({ status: 3, stderr: expect.stringContaining('it has @sample/lib 0.1.1 already') as string });
    expect(site.remoteRefs()).toBe(before);
  });

  it('releases what the package is made of again, and leaves RPMs alone that are not', async () => {
    site.commit('chore: go beyond', { 'repo-config/repository.json': readFileSync(join(site.root, 'repo-config/repository.json'), 'utf8').replace('"versions":{', '"versions":{"overrides":{"@sample/lib":{"after":"0.1.0","as":"minor","reason":"0.1.1 is taken"}},') });
    const done = await site.run('release', '--json');
    expect(JSON.parse(done.stdout)).toMatchObject({ snapshots: {}, released: [{ name: '@sample/lib', version: '0.2.0' }], npm: { registry: 'local', distTag: 'latest', published: ['@sample/lib'] } });
    expect(explainNpm(await ask('view', '@sample/lib@0.1.0')).code).toBe('');
    expect(await site.run('rollback', '@sample/lib', '--reason', 'x')).toMatchObject({ status: 3, stderr: expect.stringMatching(/makes no RPM[^]*npm dist-tag add @sample\/lib@0\.1\.0 latest[^]*--forward/) as string });
  });

  it('refuses before anything is pushed where a registry does not let us in or does not answer, and asks it with the token of a file', async () => {
    const seen: (string | undefined)[] = [];
    await using server = createServer(({ headers: { authorization } }, response) => {
      seen.push(authorization);
      response.writeHead(401).end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const token = join(folder, 'token');
    writeFileSync(token, 'secret-of-a-file\n');
    Object.assign(site.moreEnv, { BIGPANDA_NPM_REGISTRY: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, BIGPANDA_NPM_TOKEN_FILE: token });
    site.commit('fix: greet best', { 'words/src/index.ts': "export const word = 'Good evening';\n" });
    const before = site.remoteRefs();
    const refused = await site.run('release', '--dry-run');
    expect(refused).toMatchObject({ status: 3, stderr: expect.stringMatching(/does not know who asks.*BIGPANDA_NPM_TOKEN_FILE/s) as string });
    expect(refused.stderr).not.toContain('secret-of-a-file');
    // Where nobody listens.
    site.moreEnv['BIGPANDA_NPM_REGISTRY'] = 'http://127.0.0.1:9';
    expect(await site.run('release', '--dry-run')).toMatchObject({ status: 3, stderr: expect.stringMatching(/ask the npm registry: "http:\/\/127[^]*a registry that answers/) as string });
    expect([site.remoteRefs(), new Set(seen)]).toEqual([before, new Set(['Bearer secret-of-a-file'])]);
  });
});

import { cpSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Background } from '../src/background.ts';
import { checkoutRoot } from '../src/checkout.ts';
import { cleanEnvironment } from '../src/clean-environment.ts';
import { followBlocks, readBlocks } from '../src/page-blocks.ts';
import { mustRun, run, type Finished } from '../src/run.ts';
import { TemporaryFolder } from '../src/temporary-folder.ts';
import { digestTree, servedDigests } from '../src/tree-digests.ts';

const folder = new TemporaryFolder();
const clone = folder.file('first', 'clone');
const keyFile = folder.file('key', 'key.asc');
const env = cleanEnvironment({ npm_config_cache: folder.file('npm-cache'), NX_CACHE_DIRECTORY: folder.file('nx-cache'), XDG_STATE_HOME: folder.file('state') });
let first: Finished;

const nobody = 65534;
const git = (...args: readonly string[]): Promise<string> => mustRun('git', ['-C', clone, '-c', 'user.name=A', '-c', 'user.email=a@panda.test', ...args], { env });
const start = (): Promise<Finished> => run('npm', ['start'], { cwd: clone, env: { ...env, BIGPANDA_KEY_FILE: keyFile, BIGPANDA_KEY_CREATE: '1' } });
const rpmFiles = (): string[] => [...digestTree(join(clone, 'build/repo')).keys()].filter((path) => path.endsWith('.rpm') && path.startsWith('pool/'));

beforeAll(async () => {
  await mustRun('git', ['clone', '-q', checkoutRoot, clone], { env });
  first = await start();
});

afterAll(() => {
  folder[Symbol.dispose]();
});

describe('npm start on a fresh clone with empty caches', () => {
  it('ends with six or more different signed RPMs, a clean tree and no tag', async () => {
    expect(first.status, first.stdout + first.stderr).toBe(0);
    const names = new Set(rpmFiles().map((path) => /([^/]+?)-[^-]+-[^-]+$/.exec(path)?.[1]));
    expect(names.size).toBeGreaterThanOrEqual(6);
    expect(names).toContain('panda-server');
    expect(names).toContain('bigpanda-release');
    expect(await git('status', '--porcelain')).toBe('');
    expect(await git('tag')).toBe(await mustRun('git', ['-C', checkoutRoot, 'tag'], { env }));
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  });

  it('ends with a summary: every package with version, size, digest and reason, and the lines to paste', () => {
    for (const path of rpmFiles()) {
      const [name = '', version = ''] = /([^/]+?)-([^-]+)-[^-]+$/.exec(path)?.slice(1) ?? [];
      const line = first.stdout.split('\n').find((one) => one.trim().startsWith(`${name} `));
      expect(line, name).toContain(version);
      expect(line, name).toContain(path.split('/')[2]?.slice(0, 12));
    }
    expect(first.stdout).toContain('npx bigpanda repo serve');
    expect(first.stdout).toMatch(/sudo dnf install http:\/\/127\.0\.0\.1:\d+\//);
    expect(first.stdout).not.toMatch(/\u001b/);
  });

  it('makes RPMs that rpm accepts and whose signature it verifies', async () => {
    const database = folder.file('rpmdb');
    mkdirSync(database);
    await mustRun('rpmkeys', ['--dbpath', database, '--import', join(clone, 'build/repo/keys/RPM-GPG-KEY-bigpanda')]);
    for (const path of rpmFiles()) {
      const file = join(clone, 'build/repo', path);
      expect(await mustRun('rpm', ['--dbpath', database, '-qpi', file])).toMatch(/Signature +: RSA\/SHA256/);
      expect(await mustRun('rpm', ['--dbpath', database, '-qpl', file])).toMatch(/^\/(?:usr|etc)\//m);
      expect(await mustRun('rpmkeys', ['--dbpath', database, '--define', '_pkgverify_level all', '-K', file])).toMatch(/digests signatures OK/);
    }
  });

  it('says on a second run that nothing changed, and changes nothing', async () => {
    const before = digestTree(join(clone, 'build'));
    const second = await start();
    expect(second.status, second.stderr).toBe(0);
    expect(second.stdout).toContain('Nothing changed');
    expect(digestTree(join(clone, 'build'))).toEqual(before);
  });

  it('gives the same bytes in another folder, for another user, with another umask, locale, time zone and an hour later', async () => {
    const other = folder.file('elsewhere', 'deeper', 'other');
    await mustRun('git', ['clone', '-q', clone, other], { env });
    cpSync(join(clone, 'node_modules'), join(other, 'node_modules'), { recursive: true, verbatimSymlinks: true });
    const otherKey = folder.file('elsewhere', 'key.asc');
    writeFileSync(otherKey, readFileSync(keyFile), { mode: 0o600 });
    await mustRun('chmod', ['755', folder.path]);
    await mustRun('chown', ['-R', `${nobody}:${nobody}`, folder.file('elsewhere')]);
    const script = 'umask 077 && exec setpriv --reuid=65534 --regid=65534 --clear-groups faketime --exclude-monotonic -f +1h npm start';
    const home = folder.file('elsewhere');
    const result = await run('sh', ['-c', script], { cwd: other, env: { ...env, BIGPANDA_KEY_FILE: otherKey, BIGPANDA_KEY_CREATE: '1', HOME: home, npm_config_cache: join(home, 'npm'), NX_CACHE_DIRECTORY: join(home, 'nx'), LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu', USER: 'someone' } });
    expect(result.status, result.stdout + result.stderr).toBe(0);
    expect(servedDigests(join(other, 'build/repo'))).toEqual(servedDigests(join(clone, 'build/repo')));
  });

  it('rebuilds and publishes only what depends on a commit, with a version that sorts higher', async () => {
    const before = new Set(rpmFiles());
    const source = join(clone, 'packages/monitor-vo/lsst/src/plugin.ts');
    writeFileSync(source, `${readFileSync(source, 'utf8')}\n`);
    await git('commit', '-qam', 'fix(lsst): touch one component');
    const third = await start();
    expect(third.status, third.stderr).toBe(0);
    const fresh = rpmFiles().filter((path) => !before.has(path));
    expect(fresh).toHaveLength(1);
    const versionOf = (path: string): string => /bigpandamon-lsst-([^-]+)-[^-]+$/.exec(path)?.[1] ?? '';
    const old = [...before].find((path) => path.includes('bigpandamon-lsst')) ?? '';
    expect(versionOf(fresh[0] ?? '')).not.toBe('');
    const compared = await mustRun('rpm', ['--eval', `%{lua: print(rpm.vercmp("${versionOf(fresh[0] ?? '')}", "${versionOf(old)}"))}`]);
    expect(compared.trim()).toBe('1');
    expect(third.stdout).toContain('Published 1 new package');
  });
});

describe('bigpanda release of this workspace', () => {
  const remote = folder.file('remote.git');
  const bigpanda = (...args: readonly string[]): Promise<Finished> => run(join(clone, 'node_modules/.bin/bigpanda'), [...args], { cwd: clone, env: { ...env, BIGPANDA_KEY_FILE: keyFile } });
  const stable = (): Promise<string> => mustRun('sh', ['-c', `cd "${clone}" && node_modules/.bin/bigpanda repo list --channel stable --json`], { env: { ...env, BIGPANDA_KEY_FILE: keyFile } });

  it('makes tags, changelogs, ledger and a channel of everything, after which nothing is planned', async () => {
    await git('checkout', '-q', '-B', 'main');
    await mustRun('git', ['clone', '-q', '--bare', clone, remote], { env });
    await git('remote', 'set-url', 'origin', remote);
    await git('config', 'user.name', 'A');
    await git('config', 'user.email', 'a@panda.test');
    const released = await bigpanda('release', '--no-rehearsal');
    expect(released.status, released.stdout + released.stderr).toBe(0);
    expect(await bigpanda('status')).toMatchObject({ status: 0 });
    expect(await git('status', '--porcelain')).toBe('');
    const tags = await mustRun('git', ['-C', remote, 'tag'], { env });
    for (const tag of ['panda-server-0.1.0', 'bigpandamon-core-0.1.0', 'bigpandamon-lsst-0.1.0', 'bigpanda-release-0.1.0']) expect(tags).toContain(tag);
    for (const name of ['monitor-contract', 'nx-plugin', 'release', 'rpm-format', 'semantic-release-rpm']) expect(tags).toContain(`@bigpanda/${name}-0.1.0\n`);
    expect(readFileSync(join(clone, 'packages/server/CHANGELOG.md'), 'utf8')).toMatch(/^# Changelog of panda-server\n\n## 0\.1\.0 \(\d{4}-\d\d-\d\d\)\n/);
    expect((await bigpanda('ledger', 'verify')).stdout).toContain('1 record: the row is whole and signed');
  });

  it('releases after a fix only what changed, as rehearsed on throw-away hosts, and takes it back', async () => {
    const source = join(clone, 'packages/monitor-vo/lsst/src/plugin.ts');
    writeFileSync(source, `${readFileSync(source, 'utf8')}\n`);
    await git('commit', '-qam', 'fix(lsst): mend it, BIGPANDA-7');
    const { digest } = JSON.parse((await bigpanda('plan', '--json')).stdout) as { readonly digest: string };
    const released = await bigpanda('release', digest.slice(0, 12));
    expect(released.status, released.stdout + released.stderr).toBe(0);
    expect(released.stdout).toMatch(/^Released 1 component to "stable"[^]*bigpandamon-lsst +0\.1\.0 +-> +0\.1\.1/);
    expect((await bigpanda('show', 'bigpandamon-lsst-0.1.1')).stdout).toMatch(/rehearsal +el9: passed\n/);
    expect((await bigpanda('which', 'BIGPANDA-7')).stdout).toMatch(/^bigpandamon-lsst 0\.1\.1 .*given out by stable\n$/);
    const before = await stable();
    expect(await bigpanda('rollback', 'bigpandamon-lsst', '--reason', 'a test')).toMatchObject({ status: 0, stdout: expect.stringContaining('distro-sync') as string });
    expect(before).toContain('0.1.1-1.el9');
    expect(await stable()).not.toContain('0.1.1-1.el9');
    expect(await bigpanda('repo', 'verify')).toMatchObject({ status: 0 });
  });
});

describe('what was released to npm, in a project that is not this workspace', () => {
  const outside = folder.file('outside', 'demo.git');
  const project = join(outside, '../demo');
  const bin = folder.file('bin', 'node');
  const people = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@panda.test', GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@panda.test', GIT_CONFIG_GLOBAL: '/dev/null' };
  let registry: Background;
  let its: Record<string, string | undefined>;

  beforeAll(async () => {
    for (const path of [bin, outside]) mkdirSync(dirname(path), { recursive: true });
    symlinkSync(process.execPath, bin);
    registry = new Background(join(clone, 'node_modules/.bin/bigpanda'), ['npm', 'serve', '--port', '0'], { cwd: clone, env });
    const [, url = ''] = await registry.waitFor(/Serving build\/npm-registry at (\S+)/);
    its = { ...env, ...people, 'PATH': `${dirname(bin)}:${env['PATH'] ?? ''}`, 'npm_config_@bigpanda:registry': url, 'npm_config_prefer_offline': 'true', 'XDG_STATE_HOME': folder.file('other-state') };
  });
  afterAll(async () => { await registry.stop(); });

  it('begins as docs/fresh-project.md says, word by word: its Node and its Python component become RPMs that rpm takes and that run', async () => {
    const blocks = readBlocks(join(checkoutRoot, 'docs/fresh-project.md'));
    const printed = await followBlocks(blocks, { cwd: join(outside, '..'), env: its });
    for (const [index, { lines }] of blocks.entries()) for (const line of lines) expect(printed[index]).toContain(line);
    const files = [...digestTree(join(project, 'build/repo')).keys()].filter((path) => path.endsWith('.rpm') && path.startsWith('pool/')).map((path) => join(project, 'build/repo', path));
    expect(files).toHaveLength(3);
    const root = folder.file('host', 'root');
    mkdirSync(root, { recursive: true });
    await mustRun('rpm', ['--root', root, '--nodeps', '--nosignature', '-i', ...files.filter((file) => !file.includes('greeter-0.1.0'))]);
    expect(await mustRun(bin, [join(root, 'usr/lib/greeter/greeter.mjs'), 'you'])).toBe('Hello, you!\n');
    expect(await mustRun('python3', ['-c', `import sys; sys.path.insert(0, "${root}/usr/lib/python3.9/site-packages"); import tally; tally.main()`], { input: 'a\nb\n' })).toBe('2\n');
    const lock = readFileSync(join(project, 'package-lock.json'), 'utf8');
    expect(JSON.parse(lock)).toMatchObject({ packages: { 'node_modules/@bigpanda/release': { version: '0.1.0' } } });
  });

  it('has every package whole: each loads and works with what npm brings and nothing of the workspace', async () => {
    await mustRun('npm', ['install', '--no-save', '--legacy-peer-deps', '@bigpanda/monitor-contract', '@bigpanda/nx-plugin', '@bigpanda/rpm-format', '@bigpanda/semantic-release-rpm', 'nx@24.0.6', '@nx/devkit@24.0.0'], { cwd: project, env: its });
    const readme = readFileSync(join(project, 'node_modules/@bigpanda/monitor-contract/README.md'), 'utf8');
    const [, code = '', output = ''] = /^```ts\n([^]*?)^```\n```text\n([^]*?)^```$/m.exec(readme) ?? [];
    writeFileSync(join(project, 'plugin.ts'), code);
    expect(await mustRun(bin, ['plugin.ts'], { cwd: project, env: its })).toBe(output);
    writeFileSync(join(project, 'other.ts'), `
      import { compareVersions } from '@bigpanda/rpm-format';
      import { verifyConditions } from '@bigpanda/semantic-release-rpm';
      await verifyConditions({ component: 'greeter' }, { cwd: process.cwd(), env: process.env, logger: console });
      console.log(compareVersions('1.10', '1.9'));
    `);
    expect(await mustRun(bin, ['other.ts'], { cwd: project, env: its })).toBe('1\n');
    writeFileSync(join(project, 'nx.json'), '{ "plugins": ["@bigpanda/nx-plugin"], "analytics": false, "neverConnectToCloud": true, "useDaemonProcess": false }');
    expect((await mustRun('npx', ['nx', 'show', 'projects', '--with-target', 'rpm'], { cwd: project, env: its })).trim().split('\n').sort()).toEqual(['greeter', 'tally']);
  });
});

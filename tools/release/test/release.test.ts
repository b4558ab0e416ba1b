import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { listPackages, verifyRepository } from '@bigpanda/rpm-repo';
import { runProgram } from '@bigpanda/rpm-repo/testing';
import { openJournal } from '../src/transaction/journal.ts';
import { runCommand } from './command-run.ts';
import { makeKey, ReleaseSite, type SiteOptions } from './release-site.ts';
import { describeSite } from './site-state.ts';

const folder = mkdtempSync(join(tmpdir(), 'release-key-'));
let key = '';
beforeAll(async () => { key = await makeKey(folder); }, 60_000);
afterAll(() => { rmSync(folder, { recursive: true }); });

function openSite(options?: SiteOptions): ReleaseSite {
  const site = new ReleaseSite(key, options);
  onTestFinished(() => { site[Symbol.dispose](); });
  return site;
}

async function digestOfPlan(site: ReleaseSite): Promise<string> {
  return (JSON.parse((await site.run('plan', '--json')).stdout) as { readonly digest: string }).digest;
}

async function listVersions(site: ReleaseSite, channel = 'stable'): Promise<string> {
  return (await listPackages(site.repository, channel, 'el9')).map(({ name, version, release }) => `${name}-${version}-${release}`).join(' ');
}

describe('bigpanda release', () => {
  let site: ReleaseSite;
  beforeEach(() => { site = openSite(); });

  it('makes tags, changelogs, ledger, repository and channel, after which nothing is planned', async () => {
    const digest = await digestOfPlan(site);
    expect((await site.run('plan')).stdout).toContain(`To release exactly this:\n  bigpanda release ${digest.slice(0, 12)}\n`);
    expect(await site.run('status')).toMatchObject({ status: 1, stderr: expect.stringContaining(`bigpanda release ${digest.slice(0, 12)}`) as string });
    expect(await site.run('release', digest.slice(0, 12), '--approved-by', 'Board')).toMatchObject({ status: 0, stderr: '' });
    expect(await site.run('status')).toMatchObject({ status: 0, stdout: 'Everything that is planned is released.\n' });
    expect((await site.run('release')).stdout).toBe('Nothing to release: the plan is empty.\n');
    site.commit('fix(alpha): mend it, BIGPANDA-12', { 'alpha/data.txt': 'alpha 2\n' });
    expect(await site.run('release')).toMatchObject({ status: 0, stderr: '' });
    expect(await listVersions(site)).toBe('alpha-0.1.0-1.el9 alpha-0.1.1-1.el9 beta-0.1.0-1.el9');
    expect(site.git('tag')).toBe('alpha-0.1.0\nalpha-0.1.1\nbeta-0.1.0');
    expect(site.git('cat-file', '-t', 'alpha-0.1.1')).toBe('tag');
    expect(site.git('rev-parse', 'alpha-0.1.1^{}')).toBe(site.git('rev-parse', 'origin/main'));
    expect(readFileSync(join(site.root, 'alpha/CHANGELOG.md'), 'utf8')).toMatch(/^# Changelog of alpha\n\n## .*0\.1\.1[^]*mend it, BIGPANDA-12[^]*## .*0\.1\.0[^]*begin/);
    expect(site.git('status', '--short')).toBe('');
    expect(site.git('log', '--format=%s', 'origin/ledger')).toMatch(/^release [0-9a-f]{12}\nrelease [0-9a-f]{12}$/);
    const rpm = (await listPackages(site.repository, 'stable', 'el9')).find(({ version }) => version === '0.1.1');
    const folderOfRpm = join(site.repository, 'pool', rpm?.sha256.slice(0, 2) ?? '', rpm?.sha256 ?? '');
    expect(readFileSync(join(folderOfRpm, 'alpha-0.1.1-1.el9.noarch.rpm.lint.json'), 'utf8')).toContain('"findings": [');
    const { stdout } = await runProgram('rpm', ['-qp', '--changelog', join(folderOfRpm, 'alpha-0.1.1-1.el9.noarch.rpm')], process.env);
    expect(stdout).toMatch(/A <a@panda\.test> - 0\.1\.1-1\n- fix\(alpha\): mend it, BIGPANDA-12 \([0-9a-f]{10}\)\n\n[^]* - 0\.1\.0-1\n- First release/);
    const record = JSON.parse(site.git('show', 'ledger:records/000001.json')) as object;
    expect(record).toMatchObject({ approvedBy: 'Board', planDigest: digest, number: 1 });
    expect(await verifyRepository(site.repository, { publicKeys: [readFileSync(join(site.repository, 'keys/RPM-GPG-KEY-sample'), 'utf8')] })).toEqual([]);
  });

  it('writes nothing in a dry run, also no key where one would be made', async () => {
    const before = site.remoteRefs();
    Object.assign(site.moreEnv, { BIGPANDA_KEY_FILE: join(site.folder, 'new/key.asc'), BIGPANDA_KEY_CREATE: '1' });
    expect(await site.run('release', '--dry-run')).toMatchObject({ status: 0, stdout: expect.stringContaining('Would release 2 components from "main"') as string });
    expect(site.remoteRefs()).toBe(before);
    expect(existsSync(join(site.root, '.git/bigpanda'))).toBe(false);
    expect(existsSync(join(site.folder, 'new'))).toBe(false);
    expect(existsSync(join(site.root, 'build'))).toBe(false);
  });

  it('runs exactly the plan that was agreed to, or says what became other and what to do', async () => {
    const digest = await digestOfPlan(site);
    site.commit('feat(beta): more', { 'beta/more.txt': '1' });
    const { status, stderr } = await site.run('release', digest.slice(0, 12));
    expect(status).toBe(3);
    expect(stderr).toMatch(new RegExp(`the plan is now [0-9a-f]{12}, not "${digest.slice(0, 12)}": "HEAD" went from [0-9a-f]{10} to [0-9a-f]{10}`));
    expect(stderr).toContain(`bigpanda release ${(await digestOfPlan(site)).slice(0, 12)}`);
    expect(await site.run('release', 'x')).toMatchObject({ status: 2 });
  });

  it('runs the plan with evidence by its digest: the same payload is not released, whatever its commits say', async () => {
    expect(await site.run('release')).toMatchObject({ status: 0 });
    site.commit('feat: both', { 'alpha/note.txt': 'not installed\n', 'beta/data.txt': 'beta 2\n' });
    expect(await site.run('evidence')).toMatchObject({ status: 0, stderr: '' });
    const { digest } = JSON.parse((await site.run('plan', '--json', '--evidence', 'build/evidence')).stdout) as { readonly digest: string };
    expect((await site.run('release', digest, '--dry-run')).stdout).toMatch(/^Would release 1 component[^]*beta +0\.1\.0 +-> +0\.2\.0/);
    expect(await site.run('release', digest)).toMatchObject({ status: 0, stderr: '' });
    expect(await listVersions(site)).toBe('alpha-0.1.0-1.el9 beta-0.1.0-1.el9 beta-0.2.0-1.el9');
  });

  it('tells every reason against it at once, each with what would make it pass', async () => {
    site.git('push', '-q', 'origin', 'HEAD:refs/tags/alpha-0.1.0');
    site.git('switch', '-q', '-c', 'other');
    site.commit('feat: elsewhere', { 'beta/x.txt': '1' });
    site.git('push', '-q', 'origin', 'HEAD:main');
    site.git('switch', '-q', 'main');
    site.git('tag', 'beta-0.1.0', 'other');
    site.write('alpha/data.txt', 'changed\n');
    site.write('new file', '1');
    site.seconds -= 3600;
    const { status, stderr } = await site.run('release');
    expect(status).toBe(3);
    expect(stderr).toMatch(/5 reasons against it; nothing was changed[^]*"alpha\/data\.txt", "new file"[^]*git stash --include-untracked[^]*its "main" moved to [0-9a-f]{10}[^]*git pull --rebase origin main[^]*"alpha-0\.1\.0"\n.*exists on "origin"[^]*"beta-0\.1\.0"\n.*in this clone, at [0-9a-f]{10}, and not on "origin"[^]*git tag --delete beta-0\.1\.0[^]*clock\n.*it says 2025-12-31T23:03:00Z, and the commit [0-9a-f]{10} is of 2026-01-01T00:01:00Z/);
    site.git('remote', 'set-url', 'origin', '../gone.git');
    expect((await site.run('release')).stderr).toContain('ask the remote "origin"');
  });

  it('refuses a clock that jumped back behind the last release', async () => {
    expect(await site.run('release')).toMatchObject({ status: 0 });
    site.seconds -= 600;
    site.commit('fix(alpha): x', { 'alpha/data.txt': '2\n' });
    expect(await site.run('release')).toMatchObject({ status: 3, stderr: expect.stringMatching(/clock\n.*and the last release in the ledger is of 2026-01-01T00:0[^]*timedatectl set-ntp true/) as string });
    site.seconds += 1200;
    expect(await site.run('freeze', 'stable', '--reason', 'data taking')).toMatchObject({ status: 0 });
    site.seconds -= 300;
    expect(await site.run('release')).toMatchObject({ status: 3, stderr: expect.stringMatching(/clock\n.*and the last change of the repository for el9 is of 2026-[^]*it was frozen by "tester": data taking/) as string });
  });

  it('refuses odd tag names, versions of other branches, other branches and channels, commits without a branch, shallow clones, keys that are missing and channels that are frozen', async () => {
    const refused = async (text: string): Promise<void> => { expect(await site.run('release')).toMatchObject({ status: 3, stderr: expect.stringContaining(text) as string }); };
    site.git('switch', '-q', '-c', 'topic');
    await refused('"topic", from which nothing is released');
    site.git('switch', '-q', '--detach', 'main');
    await refused('only a commit is checked out');
    site.git('switch', '-q', 'main');
    renameSync(site.keyFile, `${site.keyFile}.away`);
    expect(await site.run('release')).toMatchObject({ status: 2, stderr: expect.stringContaining('which BIGPANDA_KEY_FILE names, does not exist') as string });
    renameSync(`${site.keyFile}.away`, site.keyFile);
    const file = join(site.root, 'repo-config/repository.json');
    const config = JSON.parse(readFileSync(file, 'utf8')) as { readonly versions: object };
    site.commit('chore: odd tags', { 'repo-config/repository.json': JSON.stringify({ ...config, versions: { ...config.versions, tagFormat: 'rélease ${name} ${version}', branches: [{ name: '0.0.x', channel: 'stable' }, { name: 'main', channel: 'stable' }] } }) });
    site.git('switch', '-q', '-c', '0.0.x');
    await refused('branch "0.0.x" may release 0.0.x versions only');
    site.git('switch', '-q', 'main');
    expect(await site.run('release', '--channel', 'nightly')).toMatchObject({ status: 3, stderr: expect.stringContaining('"nightly" is not configured\n    allowed: one of stable, testing') as string });
    await refused('letters, digits and . _ + - / @, beginning with a letter or digit, or with @ and a letter: correct "versions.tagFormat"');
    const shallow = join(site.folder, 'shallow');
    site.gitIn(site.folder, 'clone', '-q', '--depth=1', `file://${site.remote}`, shallow);
    writeFileSync(join(shallow, 'new'), '1');
    expect(await runCommand(['release'], { workingFolder: shallow, env: site.env })).toMatchObject({ status: 3, stderr: expect.stringMatching(/it is shallow[^]*git fetch --unshallow --tags[^]*1 file is not committed/) as string });
  });
});

describe('a release from a protected branch', () => {
  it('commits nothing: it tags what the remote has, signed where git has a key, and pushes tags and ledger only', async () => {
    const site = openSite({ config: { changelog: 'notes-only' }, programs: ['git', 'ssh-keygen'] });
    const signingKey = join(site.folder, 'tagger');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', signingKey]);
    writeFileSync(`${signingKey}.allowed`, `a@panda.test ${readFileSync(`${signingKey}.pub`, 'utf8')}`);
    for (const [name, value] of [['gpg.format', 'ssh'], ['user.signingKey', `${signingKey}.pub`], ['gpg.ssh.allowedSignersFile', `${signingKey}.allowed`]] as const) site.git('config', name, value);
    const head = site.git('rev-parse', 'HEAD');
    expect(await site.run('release')).toMatchObject({ status: 0, stderr: '' });
    expect([site.git('rev-parse', 'HEAD'), site.git('rev-parse', 'alpha-0.1.0^{}'), site.git('status', '--short')]).toEqual([head, head, '']);
    expect(site.git('tag', '--verify', 'alpha-0.1.0')).toContain('### Features');
    site.commit('fix(alpha): x', { 'alpha/data.txt': '2\n' });
    expect(await site.run('release')).toMatchObject({ status: 3, stderr: expect.stringContaining('the commit of the remote branch, because none is pushed to it') as string });
    site.git('push', '-q', 'origin', 'main');
    expect(await site.run('release')).toMatchObject({ status: 0 });
    expect(await listVersions(site)).toBe('alpha-0.1.0-1.el9 alpha-0.1.1-1.el9 beta-0.1.0-1.el9');
  });
});

describe('tags signed by gpg', () => {
  it('are made where user.signingKey names an OpenPGP key, and without that key nothing is pushed', async () => {
    const site = openSite({ programs: ['git', 'gpg'], names: ['alpha'] });
    const [home, gnupg] = [join(site.folder, 'home'), join(site.folder, 'home/.gnupg')];
    mkdirSync(gnupg, { recursive: true, mode: 0o700 });
    onTestFinished(() => { execFileSync('gpgconf', ['--homedir', gnupg, '--kill', 'all']); });
    const gpg = (...args: readonly string[]): string => execFileSync('gpg', ['--homedir', gnupg, '--batch', '--quiet', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    gpg('--passphrase', '', '--quick-generate-key', 'A <a@panda.test>', 'ed25519', 'sign', 'never');
    const fingerprint = /^fpr:+([0-9A-F]{40}):/m.exec(gpg('--with-colons', '--list-keys'))?.[1] ?? '';
    const before = site.remoteRefs();
    site.git('config', 'user.signingKey', '0'.repeat(40));
    expect(await site.run('release')).toMatchObject({ status: 1, stderr: expect.stringMatching(/gpg failed to sign[^]*bigpanda resume/) as string });
    expect(site.remoteRefs()).toBe(before);
    site.git('config', 'user.signingKey', fingerprint);
    expect(await site.run('resume')).toMatchObject({ status: 0, stderr: '' });
    const verified = spawnSync('git', ['verify-tag', '--raw', 'alpha-0.1.0'], { cwd: site.root, env: { ...process.env, HOME: home }, encoding: 'utf8' });
    expect(verified).toMatchObject({ status: 0, stderr: expect.stringContaining(`VALIDSIG ${fingerprint}`) as string });
  });
});

describe('openJournal', () => {
  it('passes over a line that was cut off, also when more was written after it, and refuses one that was changed', () => {
    const place = mkdtempSync(join(tmpdir(), 'journal-'));
    onTestFinished(() => { rmSync(place, { recursive: true }); });
    const journal = openJournal(place);
    expect(journal.read()).toEqual([]);
    journal.append({ entry: 'begin', step: 'build' });
    appendFileSync(join(place, 'release.jsonl'), '{"entry":"done","step":"bui');
    expect(journal.read()).toEqual([{ entry: 'begin', step: 'build' }]);
    journal.append({ entry: 'begin', step: 'pack' });
    expect(journal.read()).toEqual([{ entry: 'begin', step: 'build' }, { entry: 'begin', step: 'pack' }]);
    writeFileSync(join(place, 'release.jsonl'), `{"entry":"begin","step":"bake"}\n${readFileSync(join(place, 'release.jsonl'), 'utf8')}`);
    expect(() => journal.read()).toThrow('line 1 of');
  });
});

describe('bigpanda abort', () => {
  it('takes everything back until the push, and nothing after it', async () => {
    const site = openSite();
    await site.run('release');
    site.commit('feat(alpha): more', { 'alpha/data.txt': 'alpha 2\n' });
    const before = describeSite(site);
    writeFileSync(join(site.remote, 'hooks/pre-receive'), '#!/bin/sh\necho "no releases on Friday"\nexit 1\n', { mode: 0o755 });
    const { status, stderr } = await site.run('release');
    expect(status).toBe(3);
    expect(stderr).toMatch(/"origin" refused it and says: no releases on Friday[^]*refs\/tags\/alpha-0\.2\.0[^]*bigpanda resume/);
    expect(await site.run('release')).toMatchObject({ status: 3, stderr: expect.stringContaining('is not finished') as string });
    expect((await site.run('status')).stdout).toMatch(/record +Write the ledger +done\n {2}push +.* +begun, perhaps not finished\n/);
    expect(await site.run('abort')).toMatchObject({ status: 0 });
    const { repository: _, ...rest } = describeSite(site);
    expect(before).toMatchObject(rest);
    expect(await listVersions(site)).toBe('alpha-0.1.0-1.el9 beta-0.1.0-1.el9');
    rmSync(join(site.remote, 'hooks/pre-receive'));
    expect(await site.run('release')).toMatchObject({ status: 0 });
    expect(await listVersions(site)).toBe('alpha-0.1.0-1.el9 alpha-0.2.0-1.el9 beta-0.1.0-1.el9');
    for (const argv of [['abort'], ['abort', '--dry-run'], ['resume'], ['resume', '--dry-run']]) expect(await site.run(...argv)).toMatchObject({ status: 2, stderr: expect.stringContaining('none is under way') as string });
  });
});

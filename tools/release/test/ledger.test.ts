import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listPackages, listRecords } from '@bigpanda/rpm-repo';
import { runCommand } from './command-run.ts';
import { makeKey, ReleaseSite } from './release-site.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledger-key-'));
let site: ReleaseSite;
let fix = '';

/** Two releases: of both components, then of a fix in one. */
beforeAll(async () => {
  site = new ReleaseSite(await makeKey(folder));
  expect(await site.run('release')).toMatchObject({ status: 0 });
  fix = site.commit('fix(alpha): mend it, BIGPANDA-12', { 'alpha/data.txt': 'alpha 2\n' });
  expect(await site.run('release', '--approved-by', 'Board')).toMatchObject({ status: 0 });
}, 60_000);
afterAll(() => {
  site[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

async function listAlpha(): Promise<string> {
  return (await listPackages(site.repository, 'stable', 'el9')).filter(({ name }) => name === 'alpha').map(({ version, release }) => `${version}-${release}`).join(' ');
}

/** A ledger in which a file says something else, as a commit that the branch is put to for one command. */
async function verifyTampered(path: string, from: string | RegExp, to: string): Promise<string> {
  const tip = site.git('rev-parse', 'ledger');
  const work = join(site.folder, 'tampered');
  site.git('worktree', 'add', '-q', '--detach', work, 'ledger');
  const text = site.gitIn(work, 'show', `HEAD:${path}`);
  expect(text.replace(from, to)).not.toBe(text);
    writeFileSync(join(work, path), `${text.replace(from, to)}\n`);
  site.gitIn(work, 'commit', '-qam', 'tamper');
  site.git('update-ref', 'refs/heads/ledger', site.gitIn(work, 'rev-parse', 'HEAD'));
  const { status, stdout } = await site.run('ledger', 'verify');
  expect(status).toBe(1);
  site.git('update-ref', 'refs/heads/ledger', tip);
  site.git('worktree', 'remove', '--force', work);
  return stdout;
}

describe('the ledger', () => {
  it('lists, shows and finds releases, with the channels that give them out', async () => {
    expect((await site.run('log')).stdout).toMatch(/^2 {2}2026-\S+ {2}stable {2}tester {2}alpha 0\.1\.1\n1 {2}2026-\S+ {2}stable {2}tester {2}alpha 0\.1\.0, beta 0\.1\.0\n$/);
    expect((await site.run('log', 'beta')).stdout).toMatch(/^1 /);
    const { stdout } = await site.run('show', 'alpha-0.1.1');
    expect(stdout).toMatch(/^alpha 0\.1\.1\n {2}released +\S+ by tester, approved by Board\n {2}after +0\.1\.0\n[^]*rehearsal +el9: waived[^]*given out +by stable\n {2}settles +BIGPANDA-12\n\n {2}alpha-0\.1\.1-1\.el9\.noarch\.rpm +\S+ kB +[0-9a-f]{64}\n[^]*mend it/);
    for (const subject of ['BIGPANDA-12', fix.slice(0, 10)]) expect((await site.run('which', subject)).stdout).toMatch(/^alpha 0\.1\.1 {2}\S+ {2}given out by stable\n$/);
    expect(await site.run('which', 'BIGPANDA-13')).toMatchObject({ status: 1, stderr: expect.stringContaining('none has "BIGPANDA-13"') as string });
    expect((await site.run('show', 'alpha')).stdout).toBe(stdout);
    expect(await site.run('show', 'alpha-7.0.0')).toMatchObject({ status: 2, stderr: expect.stringContaining('Name one that was made: alpha-0.1.1, alpha-0.1.0; bigpanda log lists all.') as string });
    expect((await runCommand(['log'], { workingFolder: site.root, env: site.env, columns: 64 })).stdout).toMatch(/alpha 0\.1\.0,\n {40,}beta 0\.1\.0\n$/);
  });

  it('is what the next plan compares payloads with', async () => {
    const { stdout } = await site.run('evidence', '--no-build', '--dry-run');
    expect(stdout).toBe('alpha  5 files  as last released\nbeta   5 files  as last released\n');
  });

  it('is verified: a record, a manifest, a tag or the chain that was changed is named', async () => {
    expect(await site.run('ledger', 'verify')).toMatchObject({ status: 0, stdout: '2 records: the row is whole and signed, and plans, manifests and tags are those that it names.\n' });
    const changed = await verifyTampered('records/000001.json', '"approvedBy": "tester"', '"approvedBy": "nobody"');
    expect(changed).toContain('records/000001.json: has no good signature by a known key\n');
    expect(changed).toMatch(/records\/000002\.json: follows the record "[0-9a-f]{64}"; the one before it is "[0-9a-f]{64}"/);
    expect(await verifyTampered('records/000002.json', /"planDigest": "[0-9a-f]{64}"/, `"planDigest": "${'0'.repeat(64)}"`)).toContain('has a plan whose digest is another');
    expect(await verifyTampered('manifests/alpha-0.1.1.json', 'data.txt', 'date.txt')).toContain('names the manifest "manifests/alpha-0.1.1.json" of alpha with another digest');
    const tag = site.git('rev-parse', 'alpha-0.1.1');
    site.git('tag', '--force', 'alpha-0.1.1', 'main~1');
    expect(await site.run('ledger', 'verify')).toMatchObject({ status: 1, stdout: expect.stringContaining('names the tag "alpha-0.1.1"') as string });
    site.git('update-ref', 'refs/tags/alpha-0.1.1', tag);
  });

  it('is read in a fresh clone, where only the remote has the branch', async () => {
    const clone = join(site.folder, 'fresh');
    site.gitIn(site.folder, 'clone', '-q', site.remote, clone);
    expect((await runCommand(['log'], { workingFolder: clone, env: site.env })).stdout).toContain('alpha 0.1.1');
  });
});

describe('bigpanda release --rebuild', () => {
  it('builds an unchanged component once more, with the next release number and a record, without a tag or commit', async () => {
    const refs = site.remoteRefs();
    site.commit('docs: note', { 'NOTE.md': '1' });
    expect(await site.run('release', '--rebuild', 'alpha')).toMatchObject({ status: 3, stderr: expect.stringContaining('because none is pushed to it') as string });
    site.git('push', '-q', 'origin', 'main');
    expect((await site.run('release', '--rebuild', 'alpha', '--dry-run')).stdout).toMatch(/0\.1\.1 +-> +0\.1\.1-2\n[^]*Commits and tags nothing, pushes/);
    expect(await site.run('release', '--rebuild', 'alpha', '--reason', 'new compression')).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('0.1.1-2') as string });
    expect(await listAlpha()).toBe('0.1.0-1.el9 0.1.1-1.el9 0.1.1-2.el9');
    expect(site.remoteRefs().match(/tags/g)).toEqual(refs.match(/tags/g));
    expect((await site.run('log')).stdout).toMatch(/^3 .*alpha 0\.1\.1-2\.el9\n/);
    expect(await site.run('ledger', 'verify')).toMatchObject({ status: 0 });
    site.commit('fix(alpha): more', { 'alpha/data.txt': 'alpha 3\n' });
    expect(await site.run('release', '--rebuild', 'alpha')).toMatchObject({ status: 3, stderr: expect.stringContaining('it changed since 0.1.1, so the same version would hold something else') as string });
  });
});

describe('bigpanda rollback, freeze and thaw', () => {
  it('lets the channel give out the earlier package, with the reason in the record and the line for hosts', async () => {
    expect((await site.run('rollback', 'alpha', '--reason', 'it breaks', '--dry-run')).stdout).toContain('Would let "stable" give out the earlier alpha again');
    const { status, stdout } = await site.run('rollback', 'alpha', '--reason', 'it breaks');
    expect(status).toBe(0);
    expect(stdout).toContain('- alpha-0.1.1-2.el9.noarch\n  + alpha-0.1.1-1.el9.noarch\nHosts follow with:\n  dnf --refresh distro-sync --disablerepo=\'*\' --enablerepo=sample-stable\n');
    expect(await listAlpha()).toBe('0.1.0-1.el9 0.1.1-1.el9');
    expect((await listRecords(site.repository, 'el9'))[0]).toMatchObject({ action: 'remove', reason: 'it breaks', channel: 'stable' });
    expect(await site.run('rollback', 'beta', '--reason', 'x')).toMatchObject({ status: 3, stderr: expect.stringContaining('is the only version that "stable" has') as string });
    await site.run('rollback', 'alpha', '--reason', 'it breaks too');
    expect((await site.run('which', 'BIGPANDA-12')).stdout).toContain('given out by no channel');
    const told = /alpha 0\.1\.1-1\.el9 was taken back from "stable" for el9 at 2026-\S+Z by tester: it breaks too\. Hosts get 0\.1\.0-1\.el9 until a higher version is released\./;
    for (const command of ['status', 'plan']) expect((await site.run(command)).stdout.replaceAll('\n', ' ')).toMatch(told);
    expect(await site.run('release', '--rebuild', 'alpha')).toMatchObject({ status: 3, stderr: expect.stringMatching(/0\.1\.1 was taken back from "stable" for el9 at \S+ by tester: it breaks too\n[^]*bigpanda rollback alpha --forward/) as string });
    expect((await site.run('release', '--rebuild', 'beta', '--dry-run')).stderr).not.toContain('taken back');
  });

  it('goes forward: the earlier payload under a higher version, which dnf upgrade takes', async () => {
    const clone = join(site.folder, 'forward');
    site.gitIn(site.folder, 'clone', '-q', site.remote, clone);
    for (const [key, value] of [['user.name', 'A'], ['user.email', 'a@panda.test']] as const) site.gitIn(clone, 'config', key, value);
    const wish = ['rollback', 'alpha', '--forward', '--reason', 'it breaks', '--repo', site.repository];
    expect((await site.runIn(clone, ...wish, '--dry-run')).stdout).toMatch(/alpha +0\.1\.1 +-> +0\.1\.2 +tag alpha-0\.1\.2/);
    expect(await site.runIn(clone, ...wish)).toMatchObject({ status: 0, stderr: '' });
    expect(await listAlpha()).toBe('0.1.0-1.el9 0.1.2-1.el9');
    expect(site.gitIn(clone, 'show', 'alpha-0.1.2:alpha/data.txt')).toBe('alpha 1');
    expect(site.gitIn(clone, 'show', 'alpha-0.1.2:alpha/CHANGELOG.md')).toMatch(/0\.1\.2[^]*forward to an earlier payload: it breaks[^]*0\.1\.1[^]*0\.1\.0/);
    expect(site.gitIn(clone, 'status', '--short')).toBe('');
    expect((await site.runIn(clone, 'show', 'alpha-0.1.2')).stdout).toContain('forward to an earlier payload');
    expect(await site.runIn(clone, ...wish, '--to', '7.0.0')).toMatchObject({ status: 2, stderr: expect.stringContaining('only 0.1.2, 0.1.1, 0.1.0') as string });
    expect(await site.runIn(clone, 'ledger', 'verify')).toMatchObject({ status: 0 });
  });

  it('refuses a release to a frozen channel, with who froze it and why', async () => {
    expect(await site.run('freeze', 'stable', '--reason', 'data taking')).toMatchObject({ status: 0, stdout: expect.stringContaining('bigpanda thaw stable') as string });
    expect((await site.run('repo', 'list')).stdout).toMatch(/stable el9, snapshot \S+, frozen by tester: data taking\n/);
    expect(await site.run('release')).toMatchObject({ status: 3, stderr: expect.stringContaining('it was frozen by "tester": data taking') as string });
    expect(await site.run('repo', 'gc')).toMatchObject({ status: 0 });
    expect(await site.run('repo', 'verify', '--copy', site.folder)).toMatchObject({ status: 2, stderr: expect.stringContaining('only with --repair') as string });
    expect(await site.run('thaw', 'stable', '--reason', 'over')).toMatchObject({ status: 0 });
    expect(await site.run('release')).toMatchObject({ status: 3, stderr: expect.stringContaining('its "main" moved to') as string });
    for (const args of [['fetch', '-q', '--tags', 'origin'], ['reset', '-q', '--hard', 'origin/main']]) site.git(...args);
    expect((await site.run('log')).stdout).toMatch(/^4 .*alpha 0\.1\.2\n/);
    site.commit('fix(alpha): mend it at last', { 'alpha/data.txt': 'alpha 4\n' });
    expect(await site.run('release')).toMatchObject({ status: 0 });
    expect(await listAlpha()).toBe('0.1.0-1.el9 0.1.2-1.el9 0.1.3-1.el9');
    expect(await site.run('status')).toMatchObject({ status: 0, stdout: 'Everything that is planned is released.\n' });
    expect(await site.run('ledger', 'verify')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^5 records/) as string });
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listPackages } from '@bigpanda/rpm-repo';
import { makeKey, ReleaseSite } from './release-site.ts';

const folder = mkdtempSync(join(tmpdir(), 'repo-key-'));
let site: ReleaseSite;

beforeAll(async () => {
  site = new ReleaseSite(await makeKey(folder), { names: ['alpha'], config: { retention: { days: 2, snapshots: 1 } } });
  for (const argv of [['repo', 'init'], ['repo', 'promote'], ['rpm', 'build'], ['repo', 'add', 'build/rpms']]) expect(await site.run(...argv)).toMatchObject({ status: 0 });
}, 60_000);
afterAll(() => {
  site[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

async function say(...argv: readonly string[]): Promise<string> {
  const { stdout, stderr } = await site.run('repo', ...argv);
  return `${stdout}${stderr}`;
}

describe('bigpanda repo', () => {
  it('tells in plain words of what is empty and of what is new', async () => {
    expect(await say('init')).toBe('Nothing changed: it was begun already.\n');
    expect(await say('list', '--channel', 'stable')).toMatch(/^stable el9, snapshot \S+\n {2}no packages\n$/);
    expect(await say('diff', 'stable', 'testing')).toMatch(/^new {2}alpha {2}0\.1\.0~\S+-1\.el9\n$/);
  });

  it('names the snapshot of a dry run, and what hosts keep after a rollback', async () => {
    expect(await say('init', '--channel', 'testing', '--dry-run')).toContain('Nothing changed');
    expect(await say('remove', 'alpha', '--channel', 'testing', '--dry-run')).toMatch(/^Would change "testing" to a new snapshot: removed\n {2}alpha-/);
    expect(await say('promote', '--dry-run')).toMatch(/^Would change "stable" to snapshot 000002-\w{12}: /);
    expect(await say('promote')).toMatch(/^Changed "stable", snapshot 000002-/);
    expect(await say('rollback', '--channel', 'stable')).toMatch(/distro-sync .*\n.*that leaves what the snapshot does not have: dnf remove alpha\n$/);
    expect(await say('rollback', '--channel', 'stable')).toContain('by --to');
  });

  it('logs with heads, the verb that was typed and where a promotion came from; gc counts what it removes', async () => {
    const rows = (await say('log')).split('\n').map((line) => line.split(/ {2,}/).slice(0, 4));
    expect(rows.map(([, , change, channel]) => [change, channel]).slice(0, 4)).toEqual([['change', 'channel'], ['rollback', 'stable'], ['promote from testing', 'stable'], ['add', 'testing']]);
    expect(await say('remove', 'alpha', '--channel', 'testing')).toContain('Changed');
    site.seconds += 30 * 86_400;
    expect(await say('gc')).toMatch(/^Removed 1 snapshot and 1 package of [\d.]+ kB:\n {2}snapshots\/el9\/000002-/);
    expect(await say('log')).toMatch(/^.*\nel9 .* {2}gc {2}/);
  });

  it('says that a pointer is lost, that repair brings it back, and what to do about files that nothing knows', async () => {
    rmSync(join(site.repository, 'channels/stable/el9.json'));
    expect(await say('list')).toContain('warning: the pointer of "stable" for el9 is lost');
    const damaged = await say('verify');
    expect(damaged).toMatch(/^POINTER_INVALID +channels\/stable\/el9\.json +is missing\nerror: verify the repository: 1 problem,.*\n {2}hint: Run it with --repair/);
    expect(await say('verify', '--repair')).toMatch(/^Good: [^]*Mended channels\/stable\/el9\.json \(POINTER_INVALID\)\n$/);
    writeFileSync(join(site.repository, 'notes.txt'), '');
    expect(await say('verify', '--repair')).toContain('hint: Look at the files that nothing knows');
    rmSync(join(site.repository, 'notes.txt'));
  });

  it('brings lost bytes back, keeps promote from losing a notice unsaid, and asks what is unclear', async () => {
    expect(await say('add', 'build/rpms')).toContain('Published');
    const [{ sha256 } = { sha256: '' }] = await listPackages(site.repository, 'testing', 'el9');
    rmSync(join(site.repository, 'pool', sha256.slice(0, 2), sha256), { recursive: true });
    expect(await site.run('repo', 'promote')).toMatchObject({ status: 3, stderr: expect.stringContaining('verify --repair --copy') as string });
    expect(await say('add', 'build/rpms')).toMatch(/^Brought back to the pool, where the bytes were lost:\n {2}alpha-\S+\n"testing" has the package already; what it lists stays the same\.\n$/);
    expect(await say('promote', '--no-matrix')).toContain('Changed');
    expect(await say('advisory', 'alpha', '--channel', 'stable', '--id', 'A-1', '--title', 'A hole')).toMatch(/ {2}alpha-\S+, the newest "alpha" of "stable"\n$/);
    expect(await say('diff', 'stable', 'testing')).toBe('Hosts would change no package.\nnotice that goes  A-1  A hole\n');
    expect(await say('promote', '--dry-run')).toMatch(/ {2}its notice A-1 \(A hole\) goes, which "testing" does not have: announce it there/);
    expect(await say('yank', 'alpha', '--channel', 'testing')).toContain("required option '--reason <text>' not specified");
    expect(await say('yank', 'alpha', '--channel', 'testing', '--reason', 'bad', '--dry-run')).toMatch(/stays at http\S+\n {2}Hosts that have it .*distro-sync.*\n {2}"stable" still gives out alpha-/);
    expect(await site.run('repo', 'verify', '--copy', site.folder)).toMatchObject({ status: 2, stderr: expect.stringContaining('only with --repair') as string });
    expect(await site.run('repo', 'verify')).toMatchObject({ status: 0 });
  });
});

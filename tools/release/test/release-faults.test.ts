import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { makeKey, ReleaseSite } from './release-site.ts';
import { copySite, runProgram, type ProgramRun, type SiteCopy } from './site-copy.ts';
import { describeSite } from './site-state.ts';

const folder = mkdtempSync(join(tmpdir(), 'faults-key-'));
let site: ReleaseSite;
let undisturbed: Record<string, string>;
let args: ProgramRun;

/** One release behind it, one that is due, and what is there after that. */
beforeAll(async () => {
  site = new ReleaseSite(await makeKey(folder));
  expect(await site.run('release')).toMatchObject({ status: 0 });
  site.commit('feat(alpha): more', { 'alpha/data.txt': 'alpha 2\n' });
  args = { seconds: site.seconds + 60, verb: 'release', key: site.keyFile };
  using copy = copySite(site, 'undisturbed');
  expect(await runProgram(copy, args)).toMatchObject({ status: 0 });
  undisturbed = describeSite(copy);
}, 60_000);
afterAll(() => {
  site[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

/** A copy whose release was killed before the entry of the journal that begins the push. */
async function openKilled(name: string): Promise<SiteCopy> {
  const copy = copySite(site, name);
  onTestFinished(() => { copy[Symbol.dispose](); });
  await runProgram(copy, { ...args, entry: 17, moment: 'before' });
  expect(describeSite(copy)['refs of the remote']).toBe(describeSite(site)['refs of the remote']);
  return copy;
}

describe('a release that was cut off', () => {
  it('waits for the signing key, the remote and a hook that says no, and ends as one that nobody disturbed', async () => {
    const copy = await openKilled('waits');
    renameSync(site.keyFile, `${site.keyFile}.away`);
    expect(await runProgram(copy, { ...args, verb: 'resume' })).toMatchObject({ status: 1, stderr: expect.stringContaining('which BIGPANDA_KEY_FILE names, does not exist') as string });
    renameSync(`${site.keyFile}.away`, site.keyFile);
    renameSync(copy.remote, `${copy.remote}.away`);
    expect(await runProgram(copy, { ...args, verb: 'resume' })).toMatchObject({ status: 1, stderr: expect.stringContaining('REMOTE_UNREACHABLE') as string });
    renameSync(`${copy.remote}.away`, copy.remote);
    writeFileSync(join(copy.remote, 'hooks/update'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    expect(await runProgram(copy, { ...args, verb: 'resume' })).toMatchObject({ status: 1, stderr: expect.stringContaining('PUSH_REFUSED') as string });
    rmSync(join(copy.remote, 'hooks/update'));
    expect(await runProgram(copy, { ...args, verb: 'resume' })).toMatchObject({ status: 0 });
    expect(describeSite(copy)).toEqual(undisturbed);
  });

  it('finishes what the repository was in the middle of when the channel had moved already', async () => {
    using copy = copySite(site, 'middle');
    await runProgram(copy, { ...args, entry: 19, moment: 'before' });
    const [links, away] = [join(copy.root, 'build/repo/at/stable/el9'), join(copy.folder, 'away')];
    renameSync(links, away);
    writeFileSync(links, '');
    expect(await runProgram(copy, { ...args, verb: 'resume' })).toMatchObject({ status: 1 });
    expect(existsSync(join(copy.root, 'build/repo/.publish.json'))).toBe(true);
    rmSync(links);
    renameSync(away, links);
    expect(await runProgram(copy, { ...args, verb: 'resume' })).toMatchObject({ status: 0 });
    expect(describeSite(copy)).toEqual(undisturbed);
  });

  it('loses to a release of another clone that was pushed first, and can be taken back', async () => {
    const copy = await openKilled('loses');
    const other = join(copy.folder, 'other');
    site.gitIn(copy.folder, 'clone', '-q', 'remote.git', other);
    site.gitIn(other, 'config', 'user.name', 'B');
    site.gitIn(other, 'config', 'user.email', 'b@panda.test');
    writeFileSync(join(other, 'alpha/data.txt'), 'other\n');
    site.gitIn(other, 'commit', '-q', '-a', '-m', 'feat(alpha): other');
    expect(await runProgram({ root: other }, { ...args, seconds: args.seconds + 120 })).toMatchObject({ status: 0 });
    const pushed = describeSite(copy)['refs of the remote'];
    expect(await runProgram(copy, { ...args, verb: 'resume' })).toMatchObject({ status: 1, stderr: expect.stringMatching(/PUSH_REFUSED|refused it/) as string });
    expect(describeSite(copy)['refs of the remote']).toBe(pushed);
    expect(await site.runIn(copy.root, 'abort')).toMatchObject({ status: 0 });
    expect(describeSite(copy)).toMatchObject({ 'refs of the clone': describeSite(site)['refs of the clone'], 'working tree': '', 'refs of the remote': pushed });
  });
});

describe('two releases at once in one clone', () => {
  it('are one: the other is refused', async () => {
    using copy = copySite(site, 'twice');
    const outcomes = await Promise.all([runProgram(copy, args), runProgram(copy, args)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual([0, 1]);
    expect(outcomes.find(({ status }) => status === 1)?.stderr).toMatch(/RELEASE_LOCKED|RELEASE_UNDER_WAY|RELEASE_REFUSED|nothing to release/);
    expect(describeSite(copy)).toEqual(undisturbed);
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rpmJson, TemporaryRepository } from '@bigpanda/tagger/testing';

const program = join(import.meta.dirname, '../bin/bigpanda.mjs');

/** Shuts a command in: no network, no home, and nothing that can be written where the clone lies. Each is tried before it is believed. */
const shutIn = `
mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && cd "$2" || exit 90
for folder in . "$1" "$HOME"; do if touch "$folder/written" 2>/dev/null; then exit 91; fi; done
[ "$(wc -l < /proc/net/route)" -le 1 ] || exit 92
if { exec 3<>/dev/tcp/127.0.0.1/22; } 2>/dev/null; then exit 93; fi
exec "$3" "$4" plan --json
`;

describe('bigpanda plan', () => {
  const repository = new TemporaryRepository();
  const folder = mkdtempSync(join(tmpdir(), 'plan-'));
  const home = join(folder, 'home');
  const clone = join(folder, 'clone');

  beforeAll(() => {
    repository.commit('feat: one', { 'a/rpm.json': rpmJson('a'), 'b/rpm.json': rpmJson('a-b') });
    repository.git('tag', 'a-0.1.0');
    repository.git('branch', '0.1.x');
    repository.commit('feat: more', { 'a/x': '1', 'b/x': '1' });
    execFileSync('git', ['clone', '-q', repository.root, clone]);
  });
  afterAll(() => {
    repository[Symbol.dispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says the same without network, home, credentials and anything that can be written, byte for byte', () => {
    const credentials = { GITHUB_TOKEN: 'x', GIT_ASKPASS: '/bin/true', BIGPANDA_KEY_FILE: join(home, 'key'), SSH_AUTH_SOCK: join(home, 'agent') };
    const withAll = execFileSync(process.execPath, [program, 'plan', '--json'], { cwd: repository.root, encoding: 'utf8', env: { ...process.env, ...credentials, HOME: home } });
    const { status, stdout, stderr } = spawnSync('unshare', ['-rnm', 'bash', '-c', shutIn, 'bash', folder, clone, process.execPath, program], { encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: join(folder, 'nowhere') } });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(withAll);
    expect(JSON.parse(stdout)).toMatchObject({ digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string, plan: { components: [{ name: 'a', nextVersion: '0.2.0' }, { name: 'a-b', nextVersion: '0.1.0' }] } });
  });
});

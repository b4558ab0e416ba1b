import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRpm, type PackageSpec } from '@bigpanda/rpm-format';
import { buildPeer, gzip, print, sampleSpec, writeBytes } from '@bigpanda/rpm-format/testing';
import { campaign } from './campaign/hostile-extraction.ts';
import { runCommand, type CommandRun } from './command-run.ts';

let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'release-test-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

const place = (name: string): string => join(folder, name);

async function extract(bytes: Uint8Array, args: readonly string[] = []): Promise<CommandRun> {
  writeFileSync(place('package.rpm'), bytes);
  return runCommand(['rpm', 'extract', 'package.rpm', ...args], { workingFolder: folder });
}

/** A package in whose header and payload a text is another of the same length; its payload has the digests that the header says. */
async function forge(spec: PackageSpec, from: string, to: string): Promise<Buffer> {
  const bytes = await writeBytes(spec, gzip);
  const end = readRpm(bytes).header.end;
  const replace = (part: Buffer, one: string, other: string): Buffer => Buffer.from(part.toString('latin1').replaceAll(one, other), 'latin1');
  const digest = (part: Uint8Array): string => createHash('sha256').update(part).digest('hex');
  const [payload, content] = [bytes.subarray(end), gunzipSync(bytes.subarray(end))];
  const forgedContent = replace(content, from, to);
  const forgedPayload = gzipSync(forgedContent);
  const head = replace(replace(bytes.subarray(0, end), digest(payload), digest(forgedPayload)), digest(content), digest(forgedContent));
  return Buffer.concat([replace(head, from, to), forgedPayload]);
}

const evil: PackageSpec = {
  ...sampleSpec,
  files: [
    { type: 'file', path: '/aa/bb/evil', mode: 0o644, content: Buffer.from('evil\n') },
    { type: 'symlink', path: '/link', mode: 0o777, target: '/tmp' },
    { type: 'file', path: '/lin2/evil', mode: 0o644, content: Buffer.from('evil\n') },
  ],
};

describe('bigpanda rpm extract', () => {
  it('makes what rpm -i makes, with modes and times, and what rpm2cpio and cpio do, without ghosts', async () => {
    const { status, stdout } = await extract(await writeBytes());
    expect([status, stdout]).toEqual([0, `Extracted 7 files, 54 B, to "${place('package')}".\n`]);
    mkdirSync(place('peer'));
    print('sh', ['-c', 'cd "$1" && rpm2cpio ../package.rpm | cpio --quiet -idm', 'sh', place('peer')]);
    print('rpm', ['--root', place('root'), '--dbpath', '/db', '-i', '--nodeps', '--noscripts', place('package.rpm')]);
    const list = (name: string): string => print('sh', ['-c', `cd "$1" && find . -mindepth 1 ! -type d ! -path './db/*' -printf '%p %y %m %T@ %s %l\\n' | sort`, 'sh', place(name)]);
    expect(list('package')).toBe(list('root'));
    print('diff', ['-r', place('package'), place('peer')]);
    expect(existsSync(place('package/var/log/sample.log'))).toBe(false);
  });

  it('unpacks packages of rpmbuild with gzip and zstd, and without compression', async () => {
    for (const payload of ['w6.gzdio', 'w3.zstdio', 'w.ufdio']) {
      expect((await extract(await buildPeer(folder, payload), ['--to', payload])).status).toBe(0);
      expect(readFileSync(place(`${payload}/usr/lib/sample/text`), 'utf8')).toBe('some text\n');
    }
  });

  it('only shows what it would make with --dry-run, and gives it to machines with --json', async () => {
    const { stdout, status } = await extract(await writeBytes(), ['--dry-run']);
    expect(status).toBe(0);
    expect(stdout).toContain('  file     0640  etc/sample.conf\n');
    expect(stdout).toContain('  symlink  0777  usr/bin/sample-too -> sample\n');
    expect(readdirSync(folder)).toEqual(['package.rpm']);
    const json = JSON.parse((await extract(await writeBytes(), ['--json'])).stdout) as { readonly folder: string; readonly steps: readonly unknown[] };
    expect([json.folder, json.steps.length]).toEqual([place('package'), 8]);
  });

  it('refuses a folder that is not empty; with --force replaces files of the same path, keeps others, and writes through no symlink', async () => {
    mkdirSync(place('package/etc'), { recursive: true });
    for (const name of ['sample.conf', 'other.conf']) writeFileSync(place(`package/etc/${name}`), 'mine\n');
    const refused = await extract(await writeBytes());
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringMatching(/is not empty\n {2}hint: Choose another with --to, or --force/)]);
    symlinkSync(place('elsewhere'), place('package/usr'));
    mkdirSync(place('elsewhere'));
    const blocked = await extract(await writeBytes(), ['--force']);
    expect([blocked.status, blocked.stderr]).toEqual([1, expect.stringContaining('package/usr" is no folder')]);
    expect(readdirSync(place('elsewhere'))).toEqual([]);
    expect(readFileSync(place('package/etc/sample.conf'), 'utf8')).toBe('mine\n');
    rmSync(place('package/usr'));
    symlinkSync(place('elsewhere/file'), place('package/etc/link'));
    expect((await extract(await writeBytes(), ['--force'])).status).toBe(0);
    expect(readFileSync(place('package/etc/sample.conf'), 'utf8')).toBe('key = 1\n');
    expect(readFileSync(place('package/etc/other.conf'), 'utf8')).toBe('mine\n');
    expect(readdirSync(folder).sort()).toEqual(['elsewhere', 'package', 'package.rpm']);
  });

  it.each([
    ['a path with ".."', '/aa/bb/', '/../../', /its path is not a plain one/],
    ['a file below a symlink', '/lin2/', '/link/', /it lies below "\/link", which is no folder/],
  ])('refuses %s with status 3 and makes nothing; --partial makes the rest inside the folder', async (_, from, to, reason) => {
    const bytes = await forge(evil, from, to);
    const refused = await extract(bytes);
    expect([refused.status, refused.stderr]).toEqual([3, expect.stringMatching(reason)]);
    expect(readdirSync(folder)).toEqual(['package.rpm']);
    const partial = await extract(bytes, ['--partial']);
    expect([partial.status, partial.stderr]).toEqual([0, expect.stringMatching(reason)]);
    expect(readdirSync(folder)).toEqual(['package', 'package.rpm']);
    expect(existsSync(join(folder, '../evil'))).toBe(false);
    expect(existsSync('/tmp/evil')).toBe(false);
  });

  it('lets an absolute symlink point to the same place inside the folder', async () => {
    expect((await extract(await writeBytes(evil))).status).toBe(0);
    expect(readlinkSync(place('package/link'))).toBe('tmp');
  });

  it('leaves nothing behind of a package that is damaged, of a codec it does not know, and when it is interrupted', async () => {
    const bytes = await writeBytes(sampleSpec, gzip);
    const damaged = Buffer.from(bytes);
    damaged[damaged.length - 20] = (damaged[damaged.length - 20] ?? 0) ^ 1;
    const stop = new AbortController();
    stop.abort();
    writeFileSync(place('whole.rpm'), bytes);
    const runs = [
      [3, await extract(damaged)],
      [3, await extract(bytes.subarray(0, -30))],
      [2, await extract(Buffer.from('no package'))],
      [130, await runCommand(['rpm', 'extract', 'whole.rpm'], { workingFolder: folder, signal: stop.signal })],
    ] as const;
    for (const [status, run] of runs) expect([run.status, run.stderr], run.stderr).toEqual([status, expect.stringMatching(/hint: |interrupted/)]);
    const xz = await extract(await buildPeer(folder, 'w2.xzdio'));
    expect([xz.status, xz.stderr]).toEqual([1, expect.stringMatching(/cannot read xz payload, header only/)]);
    rmSync(place('top'), { recursive: true });
    expect(readdirSync(folder).sort()).toEqual(['package.rpm', 'sample.spec', 'whole.rpm']);
  });

  it('keeps set-uid bits off files that it makes', async () => {
    await extract(await writeBytes({ ...evil, files: [{ type: 'file', path: '/su', mode: 0o4755, content: Buffer.from('su\n') }] }));
    expect(lstatSync(place('package/su')).mode & 0o7777).toBe(0o755);
  });

  it('survives some 180 spoiled packages: nothing outside of the folder, nothing left behind', async () => {
    const { failures } = await campaign(7, 180);
    expect(failures.filter((failure) => !/took|memory/.test(failure))).toEqual([]);
  });
});

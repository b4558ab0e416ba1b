import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildFeaturePeer, buildPeer, featureSpec, gzip, print, sampleSpec, writeBytes } from '@bigpanda/rpm-format/testing';
import { runCommand } from './command-run.ts';
import { compareWithRpm } from './rpm-peer.ts';

const folder = mkdtempSync(join(tmpdir(), 'release-test-'));
const sample = join(folder, 'sample.rpm');
// rpm shows times in the zone of its process, and its test helper runs it in UTC.
process.env['TZ'] = 'UTC';

beforeAll(async () => { await writeFile(sample, await writeBytes(sampleSpec)); });
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

/** A source package with a source and a patch. */
async function buildSource(payload: string): Promise<Buffer> {
  const top = join(folder, 'source');
  await mkdir(top, { recursive: true });
  for (const name of ['a.txt', 'b.patch']) writeFileSync(join(top, name), `${name}\n`);
  writeFileSync(join(top, 'sourced.spec'), ['Name: sourced', 'Version: 1', 'Release: 2', 'Summary: Sourced', 'License: MIT', 'Source0: a.txt', 'Patch0: b.patch', 'NoSource: 0', 'BuildRequires: gcc >= 8', 'ExclusiveArch: x86_64 noarch', '%description', 'Sourced.', '%files', ''].join('\n'));
  print('rpmbuild', ['-bs', '--define', `_topdir ${top}`, '--define', `_sourcedir ${top}`, '--define', `_source_payload ${payload}`, join(top, 'sourced.spec')]);
  const [file = ''] = readdirSync(join(top, 'SRPMS'));
  return readFile(join(top, 'SRPMS', file));
}

describe('bigpanda rpm info and files', () => {
  it.each<readonly [string, () => Promise<Buffer>]>([
    ...['w1.gzdio', 'w9.gzdio', 'w3.zstdio', 'w19.zstdio', 'w0.xzdio', 'w6.xzdio', 'w9.bzdio', 'w2.lzdio', 'w.ufdio'].map((payload) => [`a package of rpmbuild with ${payload}`, () => buildPeer(folder, payload)] as const),
    ['a package of rpmbuild with every feature', () => buildFeaturePeer(folder)],
    ['a source package of rpmbuild with gzip', () => buildSource('w9.gzdio')],
    ['a source package of rpmbuild with zstd', () => buildSource('w3.zstdio')],
    ['a package of ours with zstd', () => writeBytes(sampleSpec)],
    ['a package of ours with gzip', () => writeBytes(sampleSpec, gzip)],
    ['a package of ours with every feature', () => writeBytes(featureSpec)],
  ])('say of %s what rpm says: every field of rpm -q --qf, and every view', async (_, make) => {
    const file = join(folder, 'package.rpm');
    await writeFile(file, await make());
    const { fieldCount, differences } = await compareWithRpm(file);
    expect(differences).toEqual([]);
    expect(fieldCount).toBeGreaterThan(50);
  });

  it('give machines what a package is, who signed it and every file, as JSON', async () => {
    const shown = await runCommand(['rpm', 'info', '--json', sample]);
    expect(JSON.parse(shown.stdout)).toMatchObject({ packages: [{ file: sample, type: 'binary', name: 'sample', epoch: 0, version: '1.2.0~rc.1', release: '1.el9', arch: 'noarch', payload: { codec: 'zstd', level: '3' }, signatures: [], tags: { NAME: ['sample'] } }] });
    const listed = await runCommand(['rpm', 'files', '--json', '--config', sample]);
    expect(JSON.parse(listed.stdout)).toMatchObject({ packages: [{ files: [{ path: '/etc/sample.conf', type: 'file', mode: '0640', user: 'root', flags: ['config', 'noreplace'], sizeBytes: 8 }] }] });
  });

  it('show several packages, those beside one that is none too, and end with status 2 for it', async () => {
    const text = join(folder, 'text.rpm');
    writeFileSync(text, 'no package');
    const { status, stdout, stderr } = await runCommand(['rpm', 'info', text, sample, join(folder, 'absent.rpm'), sample]);
    expect(stdout.match(/^Name {8}: sample$/gm)).toHaveLength(2);
    expect(stderr).toMatch(/error: read ".*text\.rpm": read a lead: no RPM file begins/);
    expect(stdout).toBe(print('rpm', ['-qip', sample, sample]));
    expect(stderr).toMatch(/error: use ".*absent\.rpm": no such file/);
    expect(status).toBe(1);
    expect((await runCommand(['rpm', 'files', text])).status).toBe(2);
  });

  it('show control characters in texts of a package, and never send them to a terminal', async () => {
    const file = join(folder, 'escapes.rpm');
    const bytes = await writeBytes({ ...sampleSpec, summary: 'Sample of each kind of file'.replace('each', 'mark') });
    await writeFile(file, Buffer.from(bytes.toString('latin1').replace('mark', '\u001b[2J'), 'latin1'));
    const { stdout } = await runCommand(['rpm', 'info', file]);
    expect(stdout).toContain('Sample of \\x1b[2J kind of file');
    expect(stdout).not.toContain('\u001b');
  });
});

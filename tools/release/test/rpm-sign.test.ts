import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBytes, readRpm, signatureTag } from '@bigpanda/rpm-format';
import { buildPeer, print, run, sampleSpec, writeBytes } from '@bigpanda/rpm-format/testing';
import { openOrCreateKey, type Signer } from '@bigpanda/signer';
import { runCommand, type CommandRun } from './command-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'release-test-'));
const place = (name: string): string => join(folder, name);
const env = { PATH: process.env['PATH'], HOME: folder, XDG_STATE_HOME: place('state') };
let signers: readonly Signer[] = [];

beforeAll(async () => {
  signers = await Promise.all(['first', 'second'].map((name) => openOrCreateKey({ environment: env, name, userId: `${name} <${name}@panda.test>`, nowSeconds: sampleSpec.timeSeconds })));
  for (const [index, signer] of signers.entries()) {
    writeFileSync(place(`key-${index}.asc`), signer.publicKeyArmored);
    print('rpmkeys', ['--dbpath', place('db'), '--import', place(`key-${index}.asc`)]);
  }
});
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

function sign(...args: readonly string[]): Promise<CommandRun> {
  return runCommand(['rpm', 'sign', ...args], { workingFolder: folder, env });
}

function check(file: string): string {
  return run('rpmkeys', ['--dbpath', place('db'), '--define', '_pkgverify_level all', '-Kv', place(file)]).output;
}

describe('bigpanda rpm sign', () => {
  it('signs packages of ours and of rpmbuild so that rpm takes them, in place, and again by another key', async () => {
    writeFileSync(place('ours.rpm'), await writeBytes());
    writeFileSync(place('theirs.rpm'), await buildPeer(folder, 'w2.xzdio'));
    chmodSync(place('theirs.rpm'), 0o640);
    const before = readRpm(readFileSync(place('theirs.rpm')));
    for (const [index, name] of ['first', 'second'].entries()) {
      const { status, stdout, stderr } = await sign('--name', name, 'ours.rpm', 'theirs.rpm');
      expect(status, stderr).toBe(0);
      expect(stdout).toContain(index === 0 ? 'ours.rpm    was unsigned' : `ours.rpm    was signed by ${signers[0]?.fingerprint.slice(-16) ?? ''}`);
      for (const file of ['ours.rpm', 'theirs.rpm']) expect(check(file)).toContain(`RSA/SHA256 Signature, key ID ${signers[index]?.fingerprint.slice(-8) ?? ''}: OK`);
    }
    const after = readRpm(readFileSync(place('theirs.rpm')));
    expect(Buffer.compare(after.headerBytes, before.headerBytes)).toBe(0);
    expect(Buffer.compare(after.payload, before.payload)).toBe(0);
    expect([statSync(place('theirs.rpm')).mode & 0o777, after.header.start]).toEqual([0o640, before.header.start]);
    const again = readFileSync(place('ours.rpm'));
    expect((await sign('--name', 'second', 'ours.rpm')).stdout).toContain('is the same');
    expect(readFileSync(place('ours.rpm')).equals(again)).toBe(true);
  });

  it('takes signatures away with --remove, and only says what it would do with --dry-run', async () => {
    const signed = readFileSync(place('ours.rpm'));
    for (const args of [['--remove'], ['--name', 'first']]) {
      const { status, stdout } = await sign(...args, '--dry-run', 'ours.rpm');
      expect([status, stdout.startsWith('Would ')]).toEqual([0, true]);
    }
    expect(readFileSync(place('ours.rpm')).equals(signed)).toBe(true);
    const { stdout } = await sign('--remove', '--json', 'ours.rpm');
    expect(JSON.parse(stdout)).toMatchObject({ keys: [], files: [{ file: 'ours.rpm', isChanged: true, before: [signers[1]?.fingerprint.slice(-16)] }] });
    expect(readBytes(readRpm(readFileSync(place('ours.rpm'))).signature, signatureTag.rsa)).toBeUndefined();
    expect(check('ours.rpm')).toContain('Header SHA256 digest: OK');
    expect(check('ours.rpm')).not.toContain('Signature');
  });

  it('signs none of them when one is damaged, is no package or is not there', async () => {
    mkdirSync(place('bad'));
    const bytes = await writeBytes();
    writeFileSync(place('bad/good.rpm'), bytes);
    const damaged = Buffer.from(bytes);
    damaged[damaged.length - 9] = (damaged[damaged.length - 9] ?? 0) ^ 1;
    writeFileSync(place('bad/damaged.rpm'), damaged);
    writeFileSync(place('bad/text.rpm'), 'text');
    for (const [status, name] of [[3, 'damaged.rpm'], [2, 'text.rpm'], [1, 'absent.rpm']] as const) {
      const result = await sign('--name', 'first', 'bad/good.rpm', `bad/${name}`);
      expect([result.status, result.stderr], result.stderr).toEqual([status, expect.stringContaining(name)]);
    }
    expect(readFileSync(place('bad/good.rpm')).equals(bytes)).toBe(true);
    expect(readdirSync(place('bad')).sort()).toEqual(['damaged.rpm', 'good.rpm', 'text.rpm']);
  });

  it('makes no key: outside of a workspace one has to be there', async () => {
    const { status, stderr } = await sign('--name', 'third', 'ours.rpm');
    expect([status, stderr]).toEqual([2, expect.stringMatching(/does not exist\n {2}hint: Make a key with: bigpanda key create/)]);
    expect(readdirSync(place('state/bigpanda/keys')).sort()).toEqual(['first.asc', 'second.asc']);
  });
});

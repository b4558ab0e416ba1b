import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRpm, writeRpm } from '@bigpanda/rpm-format';
import { buildPeer, print, run, sampleSpec, zstd } from '@bigpanda/rpm-format/testing';
import { openOrCreateKey, type Signer } from '@bigpanda/signer';
import { runCommand } from './command-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'release-test-'));
const place = (name: string): string => join(folder, name);
const [signed, unsigned, publicKey, otherKey] = ['signed.rpm', 'unsigned.rpm', 'key.asc', 'other.asc'].map(place) as [string, string, string, string];
let signer: Signer;

function makeSigner(name: string): Promise<Signer> {
  return openOrCreateKey({ environment: { HOME: folder, XDG_STATE_HOME: folder }, name, userId: `${name} <${name}@panda.test>`, nowSeconds: sampleSpec.timeSeconds });
}

beforeAll(async () => {
  signer = await makeSigner('own');
  writeFileSync(publicKey, signer.publicKeyArmored);
  writeFileSync(otherKey, (await makeSigner('other')).publicKeyArmored);
  writeFileSync(signed, Buffer.concat((await writeRpm(sampleSpec, { compression: zstd, signHeader: (header) => signer.sign(header, sampleSpec.timeSeconds) })).chunks));
  writeFileSync(unsigned, Buffer.concat((await writeRpm(sampleSpec, { compression: zstd })).chunks));
});
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

/** Codes of the checks that went wrong. */
async function findCodes(args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await runCommand(['rpm', 'verify', '--json', ...args]);
  const { packages } = JSON.parse(stdout) as { readonly packages: readonly { readonly checks: readonly { readonly code?: string }[] }[] };
  return packages.flatMap(({ checks }) => checks.flatMap(({ code }) => code ?? []));
}

describe('bigpanda rpm verify', () => {
  it('says each check of a package that a trusted key signed, with the key, as rpmkeys -K does', async () => {
    const { status, stdout } = await runCommand(['rpm', 'verify', '--key', publicKey, signed]);
    expect(status).toBe(0);
    expect(stdout.startsWith(`${signed}: good\n`)).toBe(true);
    for (const name of ['lead', 'signature header', 'header', 'size', 'header sha256', 'header sha1', 'payload sha256', 'content sha256', 'files']) expect(stdout).toMatch(new RegExp(`^  ${name} +ok +\\S`, 'm'));
    expect(stdout).toMatch(/^ {2}signature 268 +ok +RSA\/SHA256 of 2023-11-14\n +by key [0-9a-f]{40}\n +trusted, --key .*key\.asc$/m);
    expect(stdout).toContain(signer.fingerprint);
    print('rpmkeys', ['--dbpath', place('db'), '--import', publicKey]);
    expect(run('rpmkeys', ['--dbpath', place('db'), '--define', '_pkgverify_level all', '-Kv', signed]).output).toContain(`key ID ${signer.fingerprint.slice(-8)}: OK`);
  });

  it('refuses with status 3 what is unsigned, signed by another key, or cannot be judged without a key', async () => {
    for (const [args, code, hint] of [
      [['--key', publicKey, unsigned], 'SIGNATURE_MISSING', /Take a signed package/],
      [['--key', otherKey, signed], 'SIGNATURE_WRONG', /name that key with --key/],
      [[signed], 'SIGNATURE_WRONG', /Name a public key that you trust/],
    ] as const) {
      const { status, stdout, stderr } = await runCommand(['rpm', 'verify', ...args]);
      expect([status, stderr], stdout).toEqual([3, expect.stringMatching(hint)]);
      expect(await findCodes(args)).toEqual([code]);
    }
  });

  it('is content with digests when told so, and says what is signed and what is not', async () => {
    const { status, stdout } = await runCommand(['rpm', 'verify', '--no-signature', unsigned, signed]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ {2}signature +missing +the header is not signed$/m);
    expect(stdout).toMatch(/^ {2}signature 268 +skipped +RSA\/SHA256/m);
  });

  it('refuses a byte changed in the lead, a header or the payload, and a file that is cut', async () => {
    const bytes = Buffer.from((await writeRpm(sampleSpec, { compression: zstd, signHeader: (header) => signer.sign(header, 0) })).chunks.reduce<Buffer>((all, one) => Buffer.concat([all, one]), Buffer.alloc(0)));
    const { header } = readRpm(bytes);
    const changed = (offset: number): Buffer => { const copy = Buffer.from(bytes); copy[offset] = (copy[offset] ?? 0) ^ 1; return copy; };
    const cases = { lead: [changed(0), 'LEAD_INVALID'], summary: [changed(bytes.indexOf('Sample of each')), 'HEADER_DIGEST_WRONG'], payload: [changed(header.end + 20), 'PAYLOAD_DIGEST_WRONG'], cut: [bytes.subarray(0, -7), 'SIZE_WRONG'] } as const;
    for (const [name, [spoilt, code]] of Object.entries(cases)) {
      const file = place(`${name}.rpm`);
      writeFileSync(file, spoilt);
      expect(await findCodes(['--key', publicKey, file]), name).toContain(code);
      const { status, stderr } = await runCommand(['rpm', 'verify', '--key', otherKey, '--key', publicKey, signed, file]);
      expect(status, name).toBe(3);
      expect(stderr).toContain('1 of 2 refused');
    }
  });

  it('says that the payload of a codec it does not know is compared by digest only', async () => {
    const file = place('xz.rpm');
    writeFileSync(file, await buildPeer(folder, 'w2.xzdio'));
    const { status, stdout } = await runCommand(['rpm', 'verify', '--no-signature', file]);
    expect(status, stdout).toBe(0);
    expect(stdout).toMatch(/^ {2}content +skipped +cannot read xz payload, header only$/m);
    expect(stdout).toMatch(/^ {2}payload sha256 +ok /m);
  });

  it('trusts what rpm has imported when told so', async () => {
    const home = place('home');
    mkdirSync(home);
    writeFileSync(join(home, '.rpmmacros'), `%_dbpath ${place('keys')}\n`);
    const env = { PATH: process.env['PATH'], HOME: home };
    expect((await runCommand(['rpm', 'verify', '--rpm-keys', signed], { env })).status).toBe(3);
    print('env', [`HOME=${home}`, 'rpmkeys', '--import', publicKey]);
    const { status, stdout } = await runCommand(['rpm', 'verify', '--rpm-keys', signed], { env });
    expect(stdout).toContain('trusted, the keys of rpm');
    expect(status).toBe(0);
  });
});

import { chmod, link, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkRpm, readRpm, readTexts, writeHeader, writeRpm, type HeaderValue, type PackageSpec } from '@bigpanda/rpm-format';
import { createVerifier, openOrCreateKey, resignFiles, resignRpm, signHeader, type Signer, type SignerSet } from '@bigpanda/signer';
import { makeFolder, run } from './fixture.ts';
import { makeGnupg, type Gnupg } from './gnupg.ts';

const timeSeconds = 1_700_000_000;
const spec: PackageSpec = {
  name: 'sample', evr: { version: '1.0', release: '1' }, arch: 'noarch', summary: 'A sample', description: 'A sample.', license: 'MIT',
  sourceRpm: 'sample-1.0-1.src.rpm', timeSeconds,
  files: [{ type: 'file', path: '/usr/share/sample/text', mode: 0o644, content: Buffer.from('some text\n') }],
};
const compression = { codec: 'gzip', level: 6 } as const;
let first: Signer;
let second: Signer;
let ed25519: Signer;

beforeAll(async () => {
  await using folder = await makeFolder();
  const make = (name: string, algorithm: 'rsa4096' | 'ed25519') =>
    openOrCreateKey({ name, algorithm, userId: `Sample ${name}`, nowSeconds: timeSeconds - 100, environment: { XDG_STATE_HOME: folder.path } });
  [first, second, ed25519] = [await make('first', 'rsa4096'), await make('second', 'rsa4096'), await make('ed25519', 'ed25519')];
});

function signers(signer: Signer, ...additional: Signer[]): SignerSet {
  return { signer, additional };
}

async function writePackage(signer?: Signer): Promise<Buffer> {
  const options = signer === undefined ? { compression } : { compression, signHeader: (header: Uint8Array) => signer.sign(header, timeSeconds) };
  return Buffer.concat((await writeRpm(spec, options)).chunks);
}

/** The same package by rpmbuild, with or without room for a signature. */
async function buildPeer(folder: string, ...defines: readonly string[]): Promise<string> {
  await writeFile(join(folder, 'peer.spec'), 'Name: peer\nVersion: 1\nRelease: 1\nSummary: Peer\nLicense: MIT\nBuildArch: noarch\n%description\nPeer.\n%files\n');
  const all = [`_topdir ${folder}/top`, ...defines].flatMap((define) => ['--define', define]);
  expect(run('rpmbuild', ['-ba', '--quiet', ...all, join(folder, 'peer.spec')]).status).toBe(0);
  return join(folder, 'top/RPMS/noarch/peer-1-1.noarch.rpm');
}

/** What rpmkeys says when it wants every signature, with the public keys of some signers. */
async function judge(file: string, ...trusted: readonly Pick<Signer, 'publicKeyArmored'>[]): Promise<{ readonly status: number | null; readonly output: string }> {
  await using folder = await makeFolder();
  const database = ['--dbpath', join(folder.path, 'db')];
  for (const { publicKeyArmored } of trusted) {
    await writeFile(join(folder.path, 'key'), publicKeyArmored);
    expect(run('rpmkeys', [...database, '--import', join(folder.path, 'key')])).toMatchObject({ status: 0 });
  }
  return run('rpmkeys', [...database, '--define', '_pkgverify_level all', '-Kv', file]);
}

function rpmsign(gnupg: Gnupg, ...parameters: readonly string[]): void {
  const defines = ['__gpg /usr/bin/gpg', '_gpg_name Peer', `_gpg_path ${gnupg.home}`, '_gpg_digest_algo sha256'].flatMap((define) => ['--define', define]);
  expect(run('rpmsign', [...defines, ...parameters])).toMatchObject({ status: 0 });
}

describe('resignRpm', () => {
  it('gives the bytes that the packager gives when it signs with that key', async () => {
    const [unsigned, byFirst, bySecond] = [await writePackage(), await writePackage(first), await writePackage(second)];
    for (const [from, signer, to] of [[unsigned, first, byFirst], [byFirst, second, bySecond], [bySecond, first, byFirst]] as const) {
      const resigned = await resignRpm(from, { signers: signers(signer) });
      expect(resigned.isInPlace).toBe(true);
      expect(Buffer.compare(resigned.bytes, to)).toBe(0);
    }
    expect(Buffer.compare((await resignRpm(byFirst, {})).bytes, unsigned)).toBe(0);
  });

  it('gives the bytes that the packager gives when it signs with several keys', async () => {
    const set = signers(first, ed25519);
    const built = await writeRpm(spec, { compression, signHeader: (header) => signHeader(set, header, timeSeconds) });
    expect(Buffer.compare((await resignRpm(await writePackage(), { signers: set })).bytes, Buffer.concat(built.chunks))).toBe(0);
  });

  it('changes nothing but the signature header, and signs the same again', async () => {
    const before = await writePackage(first);
    const { bytes } = await resignRpm(before, { signers: signers(second, ed25519) });
    const again = await resignRpm(bytes, { signers: signers(second, ed25519) });
    const { header } = readRpm(before);
    expect(bytes.length).toBe(before.length);
    expect(Buffer.compare(bytes.subarray(0, 96), before.subarray(0, 96))).toBe(0);
    expect(Buffer.compare(bytes.subarray(header.start), before.subarray(header.start))).toBe(0);
    expect(Buffer.compare(again.bytes, bytes)).toBe(0);
  });

  it('puts every signature into tag 278 when there are several, which rpm 4 passes over', async () => {
    await using folder = await makeFolder();
    const file = join(folder.path, 'sample.rpm');
    const { bytes } = await resignRpm(await writePackage(), { signers: signers(first, ed25519) });
    await writeFile(file, bytes);
    const { signature, headerBytes } = readRpm(bytes);
    const verifier = await createVerifier([first.publicKeyArmored, ed25519.publicKeyArmored]);
    const verdicts = await Promise.all(readTexts(signature, 278).map((text) => verifier.verify(headerBytes, Buffer.from(text, 'base64'))));
    expect(verdicts).toEqual([{ valid: true, fingerprint: first.fingerprint, timeSeconds }, { valid: true, fingerprint: ed25519.fingerprint, timeSeconds }]);
    expect(await judge(file, first)).toMatchObject({ status: 0, output: expect.stringContaining('V4 RSA/SHA256 Signature') });
    expect((await judge(file, second)).status).not.toBe(0);
  });

  it('signs a package of rpmbuild\'s where it stands, signed by rpmsign before or not', async () => {
    await using folder = await makeFolder();
    await using gnupg = await makeGnupg();
    gnupg.makeKey({ userId: 'Peer', algorithm: 'rsa2048' });
    const file = await buildPeer(folder.path);
    for (const step of ['unsigned', 'signed']) {
      const before = await readFile(file);
      const resigned = await resignRpm(before, { signers: signers(first) });
      const { header } = readRpm(before);
      await writeFile(join(folder.path, 'resigned.rpm'), resigned.bytes);
      expect(resigned.isInPlace, step).toBe(true);
      expect(Buffer.compare(Buffer.from(resigned.bytes).subarray(header.start), before.subarray(header.start))).toBe(0);
      expect(await judge(join(folder.path, 'resigned.rpm'), first)).toMatchObject({ status: 0, output: expect.stringMatching(/RSA\/SHA256 Signature, key ID [0-9a-f]{8}: OK/) });
      expect(await checkRpm(resigned.bytes, (await createVerifier([first.publicKeyArmored])).verify)).toEqual([]);
      rpmsign(gnupg, '--addsign', file);
    }
  });

  it('leaves a package that rpmsign signs anew and takes the signature off, where it stands', async () => {
    await using folder = await makeFolder();
    await using gnupg = await makeGnupg();
    gnupg.makeKey({ userId: 'Peer', algorithm: 'rsa4096' });
    const peer = { publicKeyArmored: gnupg.print('--armor', '--export') };
    const file = join(folder.path, 'sample.rpm');
    const unsigned = await writePackage();
    for (const set of [signers(first), signers(first, ed25519)]) {
      await writeFile(file, (await resignRpm(unsigned, { signers: set })).bytes);
      rpmsign(gnupg, '--resign', file);
      expect((await readFile(file)).length).toBe(unsigned.length);
      rpmsign(gnupg, '--delsign', file);
      expect((await judge(file)).output).not.toContain('Signature, key ID');
      rpmsign(gnupg, '--addsign', file);
      expect((await judge(file, peer)).output).toContain(': OK');
      const back = await resignRpm(await readFile(file), { signers: signers(first) });
      expect(back.isInPlace).toBe(true);
      await writeFile(file, back.bytes);
      expect(await judge(file, first)).toMatchObject({ status: 0 });
    }
  });

  it('takes signatures off a package that rpmsign signed, so that rpm finds digests only', async () => {
    await using folder = await makeFolder();
    await using gnupg = await makeGnupg();
    gnupg.makeKey({ userId: 'Peer', algorithm: 'rsa2048' });
    const file = await buildPeer(folder.path);
    const unsigned = await readFile(file);
    rpmsign(gnupg, '--addsign', file);
    const { bytes, isInPlace } = await resignRpm(await readFile(file), {});
    await writeFile(file, bytes);
    expect(isInPlace).toBe(true);
    expect(bytes.length).toBe(unsigned.length);
    expect(run('rpmkeys', ['--define', '_pkgverify_level digest', '-K', file])).toMatchObject({ status: 0, output: expect.stringContaining('digests OK') });
    expect((await judge(file)).status).not.toBe(0);
  });

  it('makes the signature header longer where there is no room, and never shorter', async () => {
    const before = withoutRoom(await writePackage());
    const signed = await resignRpm(before, { signers: signers(first) });
    expect(signed.isInPlace).toBe(false);
    const [old, made] = [readRpm(before), readRpm(signed.bytes)];
    expect(Buffer.compare(made.headerBytes, old.headerBytes)).toBe(0);
    expect(Buffer.compare(made.payload, old.payload)).toBe(0);
    expect(await checkRpm(signed.bytes, (await createVerifier([first.publicKeyArmored])).verify)).toEqual([]);
    const again = await resignRpm(signed.bytes, { signers: signers(second) });
    expect(again.isInPlace).toBe(true);
    expect((await resignRpm(again.bytes, {})).isInPlace).toBe(true);
  });

  it('refuses a package whose header does not hold the payload\'s digest, and bytes that are no package', async () => {
    const bytes = await writePackage();
    const old = Buffer.from(bytes);
    // The index entry of PAYLOADDIGEST becomes one of a tag that nobody knows.
    const at = old.indexOf(Buffer.of(0, 0, 0x13, 0xe4, 0, 0, 0, 8));
    old.writeUInt32BE(5091, at);
    await expect(resignRpm(old, { signers: signers(first) })).rejects.toMatchObject({ code: 'PAYLOAD_DIGEST_MISSING', exitStatus: 3 });
    await expect(resignRpm(Buffer.from('no package'), { signers: signers(first) })).rejects.toMatchObject({ code: 'LEAD_INVALID' });
  });
});

describe('resignFiles', () => {
  it('replaces files, keeps their mode, and writes nothing when nothing changes', async () => {
    await using folder = await makeFolder();
    const file = join(folder.path, 'sample.rpm');
    await writeFile(file, await writePackage(first));
    await chmod(file, 0o640);
    expect(await resignFiles([file], { signers: signers(second) })).toEqual([{ file, isInPlace: true, isChanged: true }]);
    expect(Buffer.compare(await readFile(file), await writePackage(second))).toBe(0);
    const { ino, mode } = await stat(file);
    expect((mode & 0o777).toString(8)).toBe('640');
    expect(await resignFiles([file], { signers: signers(second) })).toEqual([{ file, isInPlace: true, isChanged: false }]);
    expect((await stat(file)).ino).toBe(ino);
    expect(await readdir(folder.path)).toEqual(['sample.rpm']);
  });

  it('keeps a symbolic link, and leaves another name of the same file as it was', async () => {
    await using folder = await makeFolder();
    const [file, other, symbolic] = ['sample.rpm', 'other.rpm', 'symbolic.rpm'].map((name) => join(folder.path, name));
    if (!file || !other || !symbolic) throw new Error('unreachable: three names give three paths');
    await writeFile(file, await writePackage(first));
    await link(file, other);
    await symlink(file, symbolic);
    await resignFiles([symbolic], { signers: signers(second) });
    expect(Buffer.compare(await readFile(file), await writePackage(second))).toBe(0);
    expect(Buffer.compare(await readFile(other), await writePackage(first))).toBe(0);
    expect((await readdir(folder.path, { withFileTypes: true })).filter((entry) => entry.isSymbolicLink())).toHaveLength(1);
  });

  it('reads large heads, moves a payload where it has to, and says what failed beside what did not', async () => {
    await using folder = await makeFolder();
    const [large, tight, none, absent] = ['large.rpm', 'tight.rpm', 'none.rpm', 'absent.rpm'].map((name) => join(folder.path, name));
    if (!large || !tight || !none || !absent) throw new Error('unreachable: four names give four paths');
    await writeFile(large, Buffer.concat((await writeRpm({ ...spec, description: 'word '.repeat(60_000) }, { compression })).chunks));
    await writeFile(tight, withoutRoom(await writePackage()));
    await writeFile(none, 'no package');
    const results = await resignFiles([large, none, tight, absent], { signers: signers(first, ed25519) });
    expect(results).toMatchObject([
      { file: large, isInPlace: true, isChanged: true },
      { file: none, error: { code: 'RPM_INVALID' } },
      { file: tight, isInPlace: false, isChanged: true },
      { file: absent, error: { code: 'ENOENT' } },
    ]);
    for (const file of [large, tight]) expect(await judge(file, first)).toMatchObject({ status: 0 });
    expect(await readFile(none, 'utf8')).toBe('no package');
    expect((await readdir(folder.path)).sort()).toEqual(['large.rpm', 'none.rpm', 'tight.rpm']);
  });
});

/** The same package with a signature header that has no reserved space. */
function withoutRoom(bytes: Buffer): Buffer {
  const { signature, header } = readRpm(bytes);
  const sha256: HeaderValue = { type: 'string', value: readTexts(signature, 273)[0] ?? '' };
  const tight = writeHeader(new Map([[273, sha256]]), 62);
  return Buffer.concat([bytes.subarray(0, 96), tight, Buffer.alloc((8 - (tight.length % 8)) % 8), bytes.subarray(header.start)]);
}

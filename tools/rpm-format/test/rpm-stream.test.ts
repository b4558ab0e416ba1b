import { Readable } from 'node:stream';
import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { listChecks, openRpm, readPayload, readRpm, RpmFormatError, writeRpm, type VerifySignature } from '@bigpanda/rpm-format';
import { buildPeer, gzip, makeFolder, sampleSpec, writeBytes, zstd } from './fixture.ts';
import { makeVersion6 } from './version-6.ts';

const accept: VerifySignature = async () => ({ valid: true, fingerprint: 'any' });
const refuse: VerifySignature = async () => ({ valid: false, reason: 'it is forged' });

/** The bytes in chunks of a given size. */
function cut(bytes: Uint8Array, size: number): AsyncIterable<Uint8Array> {
  return Readable.from(Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size)));
}

async function outcomes(bytes: Uint8Array, verify?: VerifySignature): Promise<Readonly<Record<string, string>>> {
  const checks = await listChecks(cut(bytes, 1_000), { verify, readContents: true });
  return Object.fromEntries(checks.map(({ name, outcome }) => [name, outcome]));
}

describe('openRpm', () => {
  it.each([1, 7, 4_096, 1_000_000])('reads headers, then entries, from chunks of %i bytes', async (size) => {
    const bytes = await writeBytes();
    const rpm = await openRpm(cut(bytes, size));
    expect(rpm.lead).toEqual(readRpm(bytes).lead);
    expect(rpm.headerBytes).toEqual(readRpm(bytes).headerBytes);
    const found: (readonly [string, string])[] = [];
    for await (const entry of rpm.entries()) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of entry.content) chunks.push(chunk);
      found.push([entry.name, Buffer.concat(chunks).toString()]);
    }
    expect(found).toEqual((await readPayload(readRpm(bytes), 1_000_000)).map(({ name, content }) => [name, Buffer.from(content).toString()]));
    expect((await rpm.finish()).wrongFiles).toEqual([]);
  });

  it('passes over contents that nobody asks for, and can be left at any time', async () => {
    const rpm = await openRpm(cut(await writeBytes(), 100));
    const names: string[] = [];
    for await (const { name } of rpm.entries()) names.push(name);
    expect(names).toHaveLength(8);
    const other = await openRpm(cut(await writeBytes(), 100));
    for await (const _ of other.entries()) break;
    await other.close();
    await (await openRpm(cut(await writeBytes(), 100))).close();
  });

  it('holds back a payload that grows beyond what the sizes in the header allow', async () => {
    const { chunks } = await writeRpm(sampleSpec, { compression: zstd });
    const bomb = zstdCompressSync(Buffer.alloc(50_000_000));
    const rpm = await openRpm(Readable.from([...chunks.slice(0, 2), bomb]));
    await expect((async () => { for await (const _ of rpm.entries()); })()).rejects.toThrow(RpmFormatError);
    await rpm.close();
  });

  it('reads nothing when the payload cannot be decompressed, but the headers', async () => {
    await using folder = await makeFolder();
    const bytes = await buildPeer(folder.path, 'w2.xzdio');
    expect(await outcomes(bytes)).toMatchObject({ 'payload sha256': 'ok', content: 'skipped' });
    const checks = await listChecks(cut(bytes, 9_999), { readContents: true });
    expect(checks.find(({ name }) => name === 'content')?.detail).toBe('cannot read xz payload, header only');
  });

  it('reads a payload that is not compressed', async () => {
    await using folder = await makeFolder();
    const bytes = await buildPeer(folder.path, 'w.ufdio');
    expect(await outcomes(bytes)).toMatchObject({ 'payload sha256': 'ok', files: 'ok' });
    expect(await readPayload(readRpm(bytes), 1_000_000)).toHaveLength(8);
  });
});

describe('listChecks', () => {
  it.each([zstd, gzip])('names each check that it made, with $codec', async (compression) => {
    expect(await outcomes(await writeBytes(sampleSpec, compression))).toEqual({
      lead: 'ok', 'signature header': 'ok', header: 'ok', size: 'ok', 'header sha256': 'ok', 'header sha1': 'ok', 'payload sha256': 'ok', 'content sha256': 'ok', files: 'ok',
    });
  });

  it('checks what rpmbuild writes besides', async () => {
    await using folder = await makeFolder();
    expect(await outcomes(await buildPeer(folder.path, 'w19.zstdio'))).toMatchObject({ 'package md5': 'ok', files: 'ok' });
  });

  it('finds contents that are not what the header says', async () => {
    const other = { ...sampleSpec, files: sampleSpec.files.map((file) => (file.path === '/usr/lib/sample/text' && file.type === 'file' ? { ...file, content: Buffer.from('else text\n') } : file)) };
    const [honest, changed] = await Promise.all([writeRpm(sampleSpec, { compression: zstd }), writeRpm(other, { compression: zstd })]);
    const mixed = Buffer.concat([...honest.chunks.slice(0, 2), ...changed.chunks.slice(2)]);
    expect(await outcomes(mixed)).toMatchObject({ 'payload sha256': 'wrong', 'content sha256': 'wrong', files: 'wrong' });
  });

  it('reads version 6: 64-bit sizes, entries with numbers, SHA-512 and SHA-3, several signatures', async () => {
    const bytes = makeVersion6();
    expect(readRpm(bytes).lead.major).toBe(4);
    expect(await outcomes(bytes, accept)).toEqual({
      lead: 'ok', 'signature header': 'ok', header: 'ok', size: 'skipped', 'header sha3-256': 'ok', 'header sha256': 'ok', 'payload sha256': 'ok', 'payload sha512': 'ok', 'payload sha3-256': 'ok',
      'content sha256': 'ok', 'content sha512': 'ok', 'content sha3-256': 'ok', files: 'ok', 'signature 278': 'ok',
    });
    const entries = await readPayload(readRpm(bytes), 1_000_000);
    expect(entries.map(({ name, content }) => [name, Buffer.from(content).toString()])).toEqual([['./opt/six', ''], ['./opt/six/file', 'version 6\n']]);
  });

  it('takes one good signature among several, and none that is bad', async () => {
    const seen: string[] = [];
    const onlyTwo: VerifySignature = async (_, packet) => {
      seen.push(Buffer.from(packet).toString());
      return Buffer.from(packet).toString() === 'two' ? { valid: true, fingerprint: 'second' } : { valid: false, reason: 'unknown key' };
    };
    const checks = await listChecks(cut(makeVersion6(), 500), { verify: onlyTwo });
    expect(seen).toEqual(['one', 'two']);
    expect(checks.filter(({ name }) => /^signature \d/.test(name)).map(({ outcome, detail }) => [outcome, detail])).toEqual([['skipped', 'unknown key'], ['ok', 'second']]);
    expect(checks.filter(({ problem }) => problem !== undefined)).toEqual([]);
    expect(await outcomes(makeVersion6(), refuse)).toMatchObject({ 'signature 278': 'wrong' });
  });
});

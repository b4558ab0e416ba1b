import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { headerTag, listChecks, openRpm, readPayload, readRpm, RpmFormatError, signatureTag, writeHeader, writeRpm, type HeaderValue, type HeaderValues, type VerifySignature } from '@bigpanda/rpm-format';
import { buildPeer, gzip, makeFolder, sampleSpec, writeBytes, zstd } from './fixture.ts';

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

/** A package of version 6 with one file, made from the description of the format: there is no rpm 6 here to make one. */
function makeVersion6(): Buffer {
  const content = Buffer.from('version 6\n');
  const head = (index: number) => Buffer.from(`07070X${index.toString(16).padStart(8, '0')}\0\0`);
  const archive = Buffer.concat([
    head(0), head(1), content, Buffer.alloc(2),
    Buffer.from(`070701${'0'.repeat(88)}0000000b00000000TRAILER!!!\0\0\0\0`),
  ]);
  const payload = zstdCompressSync(archive);
  const hash = (name: string, bytes: Uint8Array) => createHash(name).update(bytes).digest('hex');
  const text = (value: string): HeaderValue => ({ type: 'string', value });
  const numbers = (type: 'int16' | 'int32' | 'int64', ...values: number[]): HeaderValue => ({ type, values });
  const texts = (...values: string[]): HeaderValue => ({ type: 'stringArray', values });
  const main: HeaderValues = new Map([
    [headerTag.name, text('six')], [headerTag.version, text('6')], [headerTag.release, text('1')], [headerTag.arch, text('noarch')],
    [headerTag.sourceRpm, text('six-6-1.src.rpm')], [headerTag.rpmFormat, numbers('int32', 6)], [headerTag.payloadCompressor, text('zstd')],
    [headerTag.longFileSizes, numbers('int64', 0, content.length)], [headerTag.fileModes, numbers('int16', 0o040755, 0o100644)],
    [headerTag.fileDigests, texts('', hash('sha256', content))], [headerTag.fileDigestAlgorithm, numbers('int32', 8)],
    [headerTag.fileFlags, numbers('int32', 0, 0)], [headerTag.fileInodes, numbers('int32', 1, 2)], [headerTag.fileDevices, numbers('int32', 1, 1)],
    [headerTag.dirIndexes, numbers('int32', 0, 1)], [headerTag.baseNames, texts('six', 'file')], [headerTag.dirNames, texts('/opt/', '/opt/six/')],
    [headerTag.payloadDigest, texts(hash('sha256', payload))], [headerTag.payloadDigestAlt, texts(hash('sha256', archive))],
    [headerTag.payloadSha512, text(hash('sha512', payload))], [headerTag.payloadSha512Alt, text(hash('sha512', archive))],
    [headerTag.payloadSha3, text(hash('sha3-256', payload))], [headerTag.payloadSha3Alt, text(hash('sha3-256', archive))],
  ]);
  const header = writeHeader(main, headerTag.region);
  const signature = writeHeader(new Map([
    [signatureTag.sha256, text(hash('sha256', header))], [signatureTag.sha3, text(hash('sha3-256', header))],
    [signatureTag.openpgp, texts(Buffer.from('one').toString('base64'), Buffer.from('two').toString('base64'))],
    [signatureTag.reserved, { type: 'bin', bytes: new Uint8Array(64) }],
  ]), signatureTag.region);
  const lead = Buffer.alloc(96);
  lead.set(Buffer.from('edabeedb0400', 'hex'));
  lead.writeUInt16BE(5, 78);
  return Buffer.concat([lead, signature, Buffer.alloc((8 - (signature.length % 8)) % 8), header, payload]);
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
      size: 'ok', 'header sha256': 'ok', 'header sha1': 'ok', 'payload sha256': 'ok', 'content sha256': 'ok', files: 'ok',
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
      size: 'skipped', 'header sha3-256': 'ok', 'header sha256': 'ok', 'payload sha256': 'ok', 'payload sha512': 'ok', 'payload sha3-256': 'ok',
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
    expect(checks.filter(({ name }) => name.startsWith('signature')).map(({ outcome, detail }) => [outcome, detail])).toEqual([['skipped', 'unknown key'], ['ok', 'second']]);
    expect(checks.filter(({ problem }) => problem !== undefined)).toEqual([]);
    expect(await outcomes(makeVersion6(), refuse)).toMatchObject({ 'signature 278': 'wrong' });
  });
});

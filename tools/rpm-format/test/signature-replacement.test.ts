import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkRpm, readRpm, readSignatures, readTexts, replaceSignatures, signatureTag, writeHeader, writeRpm, type HeaderValue } from '@bigpanda/rpm-format';
import { buildPeer, makeFolder, print, sampleSpec, writeBytes, zstd } from './fixture.ts';

/** A signature packet of version 4 by an algorithm, in the old packet format; only its form matters here. */
function packetOf(algorithm: number, length = 300): Buffer {
  const packet = Buffer.alloc(length, 7);
  packet.set([0x89, 0, 0, 4, 0, algorithm]);
  packet.writeUInt16BE(length - 3, 1);
  return packet;
}

function replace(bytes: Buffer, packets: readonly Uint8Array[]): Buffer {
  const { head, replacedBytes } = replaceSignatures(bytes, packets);
  return Buffer.concat([head, bytes.subarray(replacedBytes)]);
}

/** A package with signatures over header and payload as rpm 3 made them beside the others. */
function withLegacySignatures(bytes: Buffer, tags: readonly number[]): Buffer {
  const { header, headerBytes } = readRpm(bytes);
  const entries = new Map<number, HeaderValue>([
    [signatureTag.size, { type: 'int32', values: [headerBytes.length + bytes.length - header.end] }],
    ...tags.map((tag) => [tag, { type: 'bin', bytes: packetOf(1) }] as const),
  ]);
  const made = writeHeader(entries, signatureTag.region);
  return Buffer.concat([bytes.subarray(0, 96), made, Buffer.alloc((8 - (made.length % 8)) % 8), bytes.subarray(header.start)]);
}

describe('replaceSignatures', () => {
  it('signs in place, signs again and takes the signature away, all of which give what writeRpm writes', async () => {
    const plain = await writeBytes();
    const packets = [packetOf(1, 566)];
    const signed = Buffer.concat((await writeRpm(sampleSpec, { compression: zstd, signHeader: async () => packets })).chunks);
    expect(Buffer.compare(replace(plain, packets), signed)).toBe(0);
    expect(Buffer.compare(replace(replace(signed, [packetOf(22, 120)]), packets), signed)).toBe(0);
    expect(Buffer.compare(replace(signed, []), plain)).toBe(0);
  });

  it('keeps everything else of a package that rpmbuild made, in its place', async () => {
    await using folder = await makeFolder();
    const bytes = await buildPeer(folder.path, 'w3.zstdio');
    const signed = replace(bytes, [packetOf(1)]);
    expect(signed.length).toBe(bytes.length);
    expect(await checkRpm(signed)).toEqual([]);
    const file = join(folder.path, 'signed.rpm');
    await writeFile(file, replace(signed, []));
    expect(print('rpmkeys', ['--dbpath', join(folder.path, 'db'), '-K', file])).toContain('digests OK');
    expect(Buffer.compare(replace(signed, []), bytes)).toBe(0);
  });

  it.each([[1, 'rsa'], [17, 'dsa'], [19, 'dsa'], [22, 'dsa'], [27, 'dsa']] as const)('puts a signature by algorithm %i where rpm 4 looks for it', async (algorithm, name) => {
    const { signature } = readRpm(replace(await writeBytes(), [packetOf(algorithm)]));
    expect(readSignatures(signature)).toEqual([{ tag: signatureTag[name], packet: packetOf(algorithm) }]);
    expect(signature.entries.has(signatureTag.openpgp)).toBe(false);
  });

  it('puts several signatures into the list of rpm 6 as well', async () => {
    const packets = [packetOf(1, 566), packetOf(22, 120)];
    const { signature } = readRpm(replace(await writeBytes(), packets));
    expect(readTexts(signature, signatureTag.openpgp)).toEqual(packets.map((packet) => packet.toString('base64')));
    expect(readSignatures(signature).map(({ tag }) => tag)).toEqual([signatureTag.rsa, signatureTag.openpgp]);
  });

  it('makes the header longer when there is no room, once: the next signature finds room in it', async () => {
    const bytes = await writeBytes();
    const grown = replace(bytes, [packetOf(1, 20_000)]);
    expect(grown.length).toBeGreaterThan(bytes.length + 15_000);
    expect(grown.length % 8).toBe(bytes.length % 8);
    expect(Buffer.compare(grown, Buffer.concat((await writeRpm(sampleSpec, { compression: zstd, signHeader: async () => packetOf(1, 20_000) })).chunks))).toBe(0);
    for (const length of [20_001, 23_000, 24_000, 300]) {
      const again = replace(grown, [packetOf(1, length)]);
      expect(again.length).toBe(grown.length);
      expect(await checkRpm(again)).toEqual([]);
    }
    await using folder = await makeFolder();
    await writeFile(join(folder.path, 'grown.rpm'), replace(grown, []));
    expect(print('rpmkeys', ['--dbpath', join(folder.path, 'db'), '-K', join(folder.path, 'grown.rpm')])).toContain('digests OK');
  });

  it('stays in place down to the last byte of room, and grows at the next', async () => {
    const bytes = await writeBytes();
    const lengths = Array.from({ length: 60 }, (_, index) => 4_080 + index).map((length) => replace(bytes, [packetOf(1, length)]).length);
    const first = lengths.findIndex((length) => length !== bytes.length);
    expect(first).toBeGreaterThan(0);
    expect(lengths.slice(0, first).every((length) => length === bytes.length)).toBe(true);
    expect(lengths.slice(first).every((length) => length > bytes.length + 4_000)).toBe(true);
  });

  it('takes the signatures away that rpmsign takes away', async () => {
    const legacy = [signatureTag.pgp, signatureTag.gpg, signatureTag.pgp5];
    const bytes = withLegacySignatures(await writeBytes(), legacy);
    expect(legacy.filter((tag) => readRpm(bytes).signature.entries.has(tag))).toEqual(legacy);
    const { signature: left } = readRpm(replace(bytes, [packetOf(1)]));
    expect(legacy.filter((tag) => left.entries.has(tag))).toEqual([]);
  });
});

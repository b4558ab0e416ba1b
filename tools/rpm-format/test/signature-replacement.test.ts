import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkRpm, readRpm, readSignatures, readTexts, replaceSignatures, signatureTag, writeRpm } from '@bigpanda/rpm-format';
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

  it('makes the header longer when there is no room', async () => {
    const bytes = await writeBytes();
    const { head, replacedBytes } = replaceSignatures(bytes, [packetOf(1, 20_000)]);
    expect(head.length).toBeGreaterThan(replacedBytes);
    expect(await checkRpm(Buffer.concat([head, bytes.subarray(replacedBytes)]))).toEqual([]);
  });
});

import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compressPayload, decompressPayload, readCpio, type PayloadDecoders } from '@bigpanda/rpm-format';
import { makeFolder, run } from './fixture.ts';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const limitBytes = 1_000_000;
const text = Buffer.from('payload '.repeat(1_000));

describe('decompressPayload', () => {
  it.each(['zstd', 'gzip'] as const)('gives back what compressPayload made with %s', async (codec) => {
    const compressed = await compressPayload(text, { codec, level: 9 });
    expect(await decompressPayload(compressed, { codec, limitBytes })).toEqual(text);
  });

  it.each([
    ['zstd', zstdCompressSync],
    ['gzip', gzipSync],
  ] as const)('reads several %s parts one after the other, and empty ones', async (codec, compress) => {
    const parts = [Buffer.from('one'), Buffer.alloc(0), Buffer.alloc(300_000), Buffer.from('three')];
    const joined = Buffer.concat(parts.map((part) => compress(part)));
    expect(Buffer.compare(await decompressPayload(joined, { codec, limitBytes }), Buffer.concat(parts))).toBe(0);
  });

  it('skips zstd frames that are meant to be skipped', async () => {
    const skippable = Buffer.from('502a4d1803000000abcdef', 'hex');
    const joined = Buffer.concat([skippable, zstdCompressSync(text), skippable]);
    expect(await decompressPayload(joined, { codec: 'zstd', limitBytes })).toEqual(text);
  });

  it.each(['zstd', 'gzip'] as const)('refuses a %s payload that grows beyond the limit', async (codec) => {
    const bomb = await compressPayload(Buffer.alloc(limitBytes + 1), { codec, level: 9 });
    expect(bomb.length).toBeLessThan(2_000);
    await expect(decompressPayload(bomb, { codec, limitBytes })).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
    expect((await decompressPayload(bomb, { codec, limitBytes: limitBytes + 1 })).length).toBe(limitBytes + 1);
  });

  it.each(['zstd', 'gzip'] as const)('refuses a %s payload cut anywhere, or followed by something else', async (codec) => {
    const whole = await compressPayload(Buffer.from('short'), { codec, level: 9 });
    for (let length = 1; length < whole.length; length += 1) {
      await expect(decompressPayload(whole.subarray(0, length), { codec, limitBytes })).rejects.toMatchObject({ code: 'PAYLOAD_INVALID' });
    }
    if (codec === 'zstd') {
      await expect(decompressPayload(Buffer.concat([whole, Buffer.from('garbage')]), { codec, limitBytes })).rejects.toMatchObject({ code: 'PAYLOAD_INVALID' });
    }
  });

  it.each(['xz', 'bzip2', 'lzma'])('says that of %s packages only the header can be read', async (codec) => {
    await expect(decompressPayload(text, { codec, limitBytes })).rejects.toMatchObject({
      code: 'PAYLOAD_CODEC_UNSUPPORTED',
      message: expect.stringContaining('header can be read only'),
    });
  });

  it('uses a decompressor that is handed in, within the limit, and says of what it throws that the payload is invalid', async () => {
    const decoders: PayloadDecoders = { async *xz(chunks) { for await (const chunk of chunks) yield* [gunzipSync(chunk), gunzipSync(chunk)]; } };
    const twice = Buffer.concat([text, text]);
    expect(await decompressPayload(gzipSync(text), { codec: 'xz', limitBytes, decoders })).toEqual(twice);
    await expect(decompressPayload(gzipSync(text), { codec: 'xz', limitBytes: text.length + 1, decoders })).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
    await expect(decompressPayload(text, { codec: 'xz', limitBytes, decoders })).rejects.toMatchObject({ code: 'PAYLOAD_INVALID' });
    await expect(decompressPayload(text, { codec: 'constructor', limitBytes, decoders })).rejects.toMatchObject({ code: 'PAYLOAD_CODEC_UNSUPPORTED' });
  });
});

describe('compressPayload', () => {
  it('refuses a level that the codec does not have', async () => {
    await expect(compressPayload(text, { codec: 'gzip', level: 10 })).rejects.toMatchObject({ code: 'PACKAGE_INVALID' });
  });
});

describe('readCpio', () => {
  it('reads an archive that cpio made', async () => {
    await using folder = await makeFolder();
    await mkdir(join(folder.path, 'in'));
    await writeFile(join(folder.path, 'in/file'), 'content');
    run('sh', ['-c', `cd "$1" && find in | sort | cpio --quiet -o -H newc > archive`, 'sh', folder.path]);
    const entries = await readCpio(await readFile(join(folder.path, 'archive')));
    expect(entries.map(({ name }) => name)).toEqual(['in', 'in/file']);
    expect(Buffer.from(entries[1]?.content ?? []).toString()).toBe('content');
  });

  it('refuses an archive without an end', () => {
    return expect(readCpio(new Uint8Array(0))).rejects.toMatchObject({ code: 'CPIO_INVALID' });
  });
});

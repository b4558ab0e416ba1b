import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkRpm, createMemorySpool, streamRpm, writeRpm, type FrameCache, type PackageFile, type PackageSpec, type PayloadCompression, type WriteOptions } from '@bigpanda/rpm-format';
import { gzip, makeFolder, print, run, sampleSpec, zstd } from './fixture.ts';
import { seededRandom } from './seeded-random.ts';

/** Bytes that look random but for some repetition; the same seed gives the same. */
function makeBytes(seed: number, length: number): Buffer {
  const random = seededRandom(seed);
  const bytes = Buffer.alloc(length);
  for (let index = 0; index < length; index += 4) bytes.fill(Math.floor(random() * 256), index, Math.min(length, index + 4));
  return bytes;
}

function makeFile(name: string, content: Uint8Array): PackageFile {
  return { type: 'file', path: `/usr/share/tree/${name}`, mode: 0o644, content };
}

/** 300 files of 1 to 60 kB and one of 9 MB. */
const tree = makeTree();

function makeTree(): readonly PackageFile[] {
  const random = seededRandom(5);
  const small = Array.from({ length: 300 }, (_, index) => makeFile(`part-${index % 7}/file-${index}`, makeBytes(index, 1_000 + Math.floor(random() * 59_000))));
  return [...small, makeFile('large', makeBytes(1_000, 9_000_000))];
}

function withFiles(files: readonly PackageFile[], timeSeconds = sampleSpec.timeSeconds): PackageSpec {
  return { ...sampleSpec, files, scriptlets: {}, timeSeconds };
}

/** The SHA-256 of each frame. */
async function listFrames(files: readonly PackageFile[], { timeSeconds, ...options }: Partial<WriteOptions> & { readonly timeSeconds?: number } = {}): Promise<readonly string[]> {
  const { chunks } = await writeRpm(withFiles(files, timeSeconds), { compression: zstd, ...options });
  return chunks.slice(2).map((chunk) => createHash('sha256').update(chunk).digest('hex'));
}

function countNew(before: readonly string[], after: readonly string[]): number {
  return after.filter((frame) => !before.includes(frame)).length;
}

/** A cache in memory that counts what it is asked. */
function makeCache(): FrameCache & { readonly kept: Map<string, Uint8Array>; hits: number; puts: number } {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    hits: 0,
    puts: 0,
    async get(key) {
      const found = kept.get(key);
      if (found !== undefined) this.hits += 1;
      return found;
    },
    async put(key, bytes) {
      this.puts += 1;
      kept.set(key, bytes);
    },
  };
}

async function digestOf(options: Partial<WriteOptions> = {}, files = tree): Promise<string> {
  return (await writeRpm(withFiles(files), { compression: zstd, ...options })).sha256;
}

describe('the frames of a payload', () => {
  it('change by one or two when a file comes, goes or changes, wherever it is', async () => {
    const small = tree.slice(0, 300);
    const frames = await listFrames(small);
    expect(frames.length).toBeGreaterThanOrEqual(6);
    for (const name of ['aaa', 'part-3/file-1', 'part-6/zzz', 'zzz']) {
      expect(countNew(frames, await listFrames([...small, makeFile(name, makeBytes(7, 3_000))]))).toBeLessThanOrEqual(2);
    }
    for (const index of [0, 17, 150, 299]) {
      expect(countNew(frames, await listFrames(small.filter((_, other) => other !== index)))).toBeLessThanOrEqual(2);
      expect(countNew(frames, await listFrames(small.with(index, makeFile(`part-${index % 7}/file-${index}`, makeBytes(8, 20_000)))))).toBeLessThanOrEqual(2);
    }
  });

  it('change by one or two when bytes are put into a large file', async () => {
    const frames = await listFrames(tree);
    const large = makeBytes(1_000, 9_000_000);
    for (const at of [0, 4_000_000, 8_999_000]) {
      const changed = Buffer.concat([large.subarray(0, at), Buffer.from('inserted'), large.subarray(at)]);
      expect(countNew(frames, await listFrames(tree.with(300, makeFile('large', changed))))).toBeLessThanOrEqual(3);
    }
  });

  it.each([1, 3, 5, 6, 9])('do not depend on what the same compressor made before them, at level %i', async (level) => {
    const lines = Buffer.from(Array.from({ length: 60_000 }, (_, line) => `line ${line * line}\n`).join(''));
    const files = [makeBytes(1, 700_000), lines.subarray(0, 550_000), Buffer.alloc(600_000), lines.subarray(20_000, 600_000), makeBytes(1, 900_000)].map((bytes, index) => makeFile(`${index}`, bytes));
    const list = (some: readonly PackageFile[]) => listFrames(some, { compression: { codec: 'zstd', level }, workers: 1 });
    const together = await list(files);
    expect(together.length).toBeGreaterThan(files.length);
    for (const file of files) expect(countNew(together, await list([file]))).toBe(0);
  });

  it('do not change with the time of the build', async () => {
    expect(await listFrames(tree, { timeSeconds: 1_700_000_000 })).toEqual(await listFrames(tree, { timeSeconds: 1_800_000_000 }));
  });

  it('give the same package with a cold and a warm cache, and with 1, 2 or 5 workers', async () => {
    const frameCache = makeCache();
    const plain = await digestOf();
    expect(await digestOf({ frameCache })).toBe(plain);
    expect(frameCache.hits).toBe(0);
    expect(await digestOf({ frameCache })).toBe(plain);
    expect(frameCache.hits).toBe(frameCache.puts);
    for (const workers of [1, 2, 5]) expect(await digestOf({ workers })).toBe(plain);
  });

  it('are made anew when the cache gives back something else', async () => {
    const frameCache = makeCache();
    const plain = await digestOf({ frameCache });
    for (const [key, bytes] of frameCache.kept) frameCache.kept.set(key, bytes.length % 2 === 0 ? bytes.subarray(0, -1) : Buffer.from(bytes).fill(1, 40, 50));
    expect(await digestOf({ frameCache })).toBe(plain);
    const [first, second] = [...frameCache.kept];
    if (first !== undefined && second !== undefined) frameCache.kept.set(first[0], second[1]);
    expect(await digestOf({ frameCache })).toBe(plain);
  });

  it('are kept apart by level, and not kept above level 9 or for gzip', async () => {
    const frameCache = makeCache();
    const files = tree.slice(0, 40);
    const levels: readonly PayloadCompression[] = [{ codec: 'zstd', level: 1 }, { codec: 'zstd', level: 9 }];
    for (const compression of levels) await digestOf({ frameCache, compression }, files);
    expect(frameCache.hits).toBe(0);
    const puts = frameCache.puts;
    await digestOf({ frameCache, compression: gzip }, files);
    const { chunks } = await writeRpm(withFiles(files), { compression: { codec: 'zstd', level: 10 }, frameCache });
    expect(frameCache.puts).toBe(puts);
    const magic = Buffer.from('28b52ffd', 'hex');
    expect(Buffer.concat(chunks.slice(2)).indexOf(magic, 4)).toBe(-1);
  });

  it('do not depend on the chunks that contents come in, at any level', async () => {
    const contents = [makeBytes(1, 3_000_000), makeBytes(2, 100_000)];
    const cut = (bytes: Uint8Array, size: number) => ({
      sizeBytes: bytes.length,
      async *read() {
        for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
      },
    });
    for (const compression of [zstd, gzip, { codec: 'zstd', level: 12 } as const]) {
      const digests = await Promise.all([[7_777, 1_000_003], [65_536, 4_096], [10_000_000, 333]].map((sizes) =>
        digestOf({ compression }, contents.map((bytes, index) => ({ type: 'file', path: `/${index}`, mode: 0o644, content: cut(bytes, sizes[index] ?? 1) }))),
      ));
      expect(new Set(digests).size).toBe(1);
    }
  });

  it('do not depend on how contents are handed in: held, read, or filled in where they belong', async () => {
    const read = tree.map((file): PackageFile => {
      if (file.type !== 'file' || !(file.content instanceof Uint8Array)) return file;
      const held = file.content;
      return { ...file, content: { sizeBytes: held.length, async *read() { yield held; }, fill: (target: Uint8Array) => { target.set(held); } } };
    });
    let reads = 0;
    const counted = read.map((file): PackageFile => {
      if (file.type !== 'file' || file.content instanceof Uint8Array) return file;
      const { content } = file;
      return { ...file, content: { ...content, read: () => { reads += 1; return content.read(); } } };
    });
    const plain = await digestOf();
    expect(await digestOf({}, counted)).toBe(plain);
    // Only the large one is read in parts.
    expect(reads).toBe(1);
    expect(await digestOf({ compression: gzip }, read)).toBe(await digestOf({ compression: gzip }));
    const failing = read.with(7, { type: 'file', path: '/z', mode: 0o644, content: { sizeBytes: 3, read: () => { throw new Error('unused'); }, fill: () => { throw new Error('permission denied'); } } });
    await expect(digestOf({}, failing)).rejects.toThrow('permission denied');
  });

  it('are a payload that rpm installs and finds unchanged', async () => {
    await using folder = await makeFolder();
    const file = join(folder.path, 'tree.rpm');
    const root = join(folder.path, 'root');
    await mkdir(root);
    await writeFile(file, Buffer.concat((await writeRpm(withFiles(tree), { compression: zstd })).chunks));
    print('rpm', ['-i', '--root', root, '--dbpath', '/db', '--nodeps', '--ignorearch', file]);
    expect(run('rpm', ['-V', '--root', root, '--dbpath', '/db', '--nodeps', 'sample'])).toEqual({ status: 0, output: '' });
    expect(print('sh', ['-c', 'rpm2cpio "$1" | cpio --quiet -t | wc -l', 'sh', file]).trim()).toBe('301');
  });
});

describe('streamRpm', () => {
  it('gives the bytes of writeRpm through a spool, any number of times', async () => {
    const files = tree;
    const written = await writeRpm(withFiles(files), { compression: zstd });
    const { chunks: _, ...facts } = written;
    const streamed = await streamRpm(withFiles(files), { compression: zstd, spool: createMemorySpool() });
    expect(streamed).toMatchObject(facts);
    for (let round = 0; round < 2; round += 1) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of streamed.read()) chunks.push(chunk);
      expect(Buffer.compare(Buffer.concat(chunks), Buffer.concat(written.chunks))).toBe(0);
      expect(await checkRpm(Buffer.concat(chunks))).toEqual([]);
    }
  });

  it.each([[0, true], [512, true], [4_000, true], [9_000, false]])('tells the spool beforehand how long the head will be; with a signature of %i bytes that holds: %s', async (length, holds) => {
    let measured = 0;
    const spool = { ...createMemorySpool(), begin: (measureHead: () => number) => { measured = measureHead(); } };
    const { head, headerRange } = await streamRpm(withFiles(tree.slice(0, 20)), { compression: zstd, spool, signHeader: async () => (length === 0 ? [] : Buffer.alloc(length, 1)) });
    expect(Buffer.concat(head)).toHaveLength(headerRange.end);
    expect(measured === headerRange.end).toBe(holds);
  });

  it('says what a spool or a cache that fails said', async () => {
    const full = { write: async () => { throw new Error('no space left'); }, async *read() { yield new Uint8Array(0); } };
    await expect(streamRpm(withFiles(tree), { compression: zstd, spool: full })).rejects.toThrow('no space left');
    const broken: FrameCache = { get: async () => { throw new Error('cache is gone'); }, put: async () => undefined };
    await expect(digestOf({ frameCache: broken })).rejects.toThrow('cache is gone');
  });

  it.each([[10, 'gave 9 bytes; wanted 10'], [8, 'gave at least 9 bytes; wanted 8'], [5_000_000, 'gave 9 bytes; wanted 5000000']])('refuses a file of 9 bytes that said it had %i', async (sizeBytes, message) => {
    const content = { sizeBytes, async *read() { yield Buffer.from('changed'); yield Buffer.from('!!'); } };
    const files: readonly PackageFile[] = [...tree.slice(0, 50), { type: 'file', path: '/z', mode: 0o644, content }];
    await expect(digestOf({}, [...files])).rejects.toMatchObject({ code: 'PACKAGE_INVALID', message: expect.stringContaining(message) });
  });

  it('passes on the failure of a file that cannot be read, once it is its turn', async () => {
    const content = { sizeBytes: 3, async *read(): AsyncIterable<Uint8Array> { throw new Error('permission denied'); } };
    for (const compression of [zstd, gzip]) {
      await expect(digestOf({ compression }, [...tree.slice(0, 30), { type: 'file', path: '/z', mode: 0o644, content }])).rejects.toThrow('permission denied');
    }
  });
});

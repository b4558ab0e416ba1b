import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rpmDescriptionSchema } from '@bigpanda/release-model';
import { nativePackager, openFrameStore, type PackInput } from '@bigpanda/rpm-builder';
import { makeFolder, print, run, sampleInput } from './fixture.ts';

/** A component of 120 files of text, 3.6 MB, which is some three frames. */
async function makeText(folder: string): Promise<PackInput> {
  const root = join(folder, 'component');
  await mkdir(join(root, 'text'), { recursive: true });
  for (let index = 0; index < 120; index += 1) {
    await writeFile(join(root, `text/${index}.txt`), Array.from({ length: 2_000 }, (_, line) => `${index * line} of ${index}\n`).join(''));
  }
  const description = rpmDescriptionSchema.parse({
    name: 'text', summary: 'Text', description: 'Text.', license: 'MIT', url: 'https://sample.invalid/', contents: [{ source: 'text', destination: '/opt/text' }],
  });
  return { ...sampleInput(root), description };
}

/** Packs with a store and gives the digest of the package. */
async function packWith(input: PackInput, folder: string, limitBytes?: number): Promise<string> {
  await using frameCache = openFrameStore({ folder, limitBytes });
  const [written] = await nativePackager.pack(input, { folder: `${folder}-out`, frameCache });
  return written?.sha256 ?? '';
}

async function listEntries(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
}

describe('openFrameStore', () => {
  it('gives the same package with no store, a new one and a filled one, which is not written to again', async () => {
    await using folder = await makeFolder();
    const input = await makeText(folder.path);
    const [plain] = await nativePackager.pack(input, { folder: join(folder.path, 'plain') });
    const store = join(folder.path, 'store');
    expect(await packWith(input, store)).toBe(plain?.sha256);
    const entries = await listEntries(store);
    expect(entries.length).toBeGreaterThanOrEqual(2);
    const times = await Promise.all(entries.map(async (entry) => (await stat(entry)).ctimeMs));
    expect(await packWith(input, store)).toBe(plain?.sha256);
    expect(await Promise.all((await listEntries(store)).map(async (entry) => (await stat(entry)).ctimeMs))).toEqual(times);
  });

  it.each<readonly [string, (entry: string) => Promise<void>]>([
    ['was cut short', async (entry) => writeFile(entry, (await readFile(entry)).subarray(0, 1_000))],
    ['was emptied', (entry) => writeFile(entry, '')],
    ['has other bytes', async (entry) => writeFile(entry, (await readFile(entry)).fill(7, 500, 510))],
    ['is another one', async (entry) => {
      const [other = ''] = (await listEntries(join(entry, '../..'))).filter((each) => each !== entry);
      await writeFile(entry, await readFile(other));
    }],
  ])('makes an entry anew that %s', async (_what, damage) => {
    await using folder = await makeFolder();
    const input = await makeText(folder.path);
    const store = join(folder.path, 'store');
    const sha256 = await packWith(input, store);
    const entries = await listEntries(store);
    const before = await Promise.all(entries.map((entry) => readFile(entry)));
    await damage(entries[0] ?? '');
    expect(await packWith(input, store)).toBe(sha256);
    expect(await Promise.all((await listEntries(store)).map((entry) => readFile(entry)))).toEqual(before);
  });

  it('is used by several at once', async () => {
    await using folder = await makeFolder();
    const input = await makeText(folder.path);
    await using frameCache = openFrameStore({ folder: join(folder.path, 'store') });
    const other = openFrameStore({ folder: join(folder.path, 'store'), limitBytes: 1 });
    const runs = await Promise.all([0, 1, 2, 3].map(async (index) => {
      const [written] = await nativePackager.pack(input, { folder: join(folder.path, `out-${index}`), frameCache: index % 2 === 0 ? frameCache : other });
      await other[Symbol.asyncDispose]();
      return written?.sha256;
    }));
    expect(new Set(runs).size).toBe(1);
    expect((await listEntries(join(folder.path, 'store'))).filter((entry) => entry.endsWith('.tmp'))).toEqual([]);
  });

  it.each([['full', 'size=100k'], ['read-only', 'ro']])('changes nothing but the time it takes when its disk is %s', async (_what, option) => {
    await using folder = await makeFolder();
    const input = await makeText(folder.path);
    const sha256 = await packWith(input, join(folder.path, 'store'));
    const disk = join(folder.path, 'disk');
    await mkdir(disk);
    print('mount', ['-t', 'tmpfs', '-o', option, 'tmpfs', disk]);
    try {
      await using frameCache = openFrameStore({ folder: join(disk, 'frames') });
      const [written] = await nativePackager.pack(input, { folder: join(folder.path, 'out'), frameCache });
      expect(written?.sha256).toBe(sha256);
      expect((await listEntries(disk)).filter((entry) => entry.endsWith('.tmp'))).toEqual([]);
    } finally {
      run('umount', [disk]);
    }
  });

  it('changes nothing where a file stands in the place of its folder', async () => {
    await using folder = await makeFolder();
    const input = await makeText(folder.path);
    const sha256 = await packWith(input, join(folder.path, 'store'));
    await writeFile(join(folder.path, 'file'), '');
    await using frameCache = openFrameStore({ folder: join(folder.path, 'file') });
    expect((await nativePackager.pack(input, { folder: join(folder.path, 'out'), frameCache }))[0]?.sha256).toBe(sha256);
  });

  it('removes what was not used for longest, below its limit, and files that a killed process left', async () => {
    await using folder = await makeFolder();
    const store = join(folder.path, 'store');
    const keys = Array.from({ length: 10 }, (_, index) => `${index}`.repeat(64));
    {
      await using frames = openFrameStore({ folder: store });
      for (const [index, key] of keys.entries()) {
        await frames.put(key, Buffer.alloc(10_000));
        await utimes(join(store, key.slice(0, 2), key), index + 1, index + 1);
      }
      await writeFile(join(store, '00/1.tmp'), 'left');
      await utimes(join(store, '00/1.tmp'), 1, 1);
    }
    const names = async () => (await listEntries(store)).map((entry) => entry.at(-1));
    expect(await names()).toEqual([...keys.keys()].map(String));
    {
      await using frames = openFrameStore({ folder: store, limitBytes: 60_000 });
      // Its use makes the oldest the newest.
      await frames.get(keys[0] ?? '');
      await frames.put('a'.repeat(64), Buffer.alloc(10_000));
    }
    expect(await names()).toEqual(['0', '8', '9', 'a']);
    await rm(store, { recursive: true });
  });
});

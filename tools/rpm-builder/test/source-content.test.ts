import { appendFile, chmod, mkdir, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rpmDescriptionSchema } from '@bigpanda/release-model';
import { nativePackager, type PackInput } from '@bigpanda/rpm-builder';
import type { FrameCache } from '@bigpanda/rpm-format';
import { makeFolder, sampleInput } from './fixture.ts';

/** A component of a large file and small ones behind it, more than are read ahead. */
async function makeComponent(folder: string): Promise<PackInput> {
  const root = join(folder, 'component');
  await mkdir(root);
  await writeFile(join(root, 'a.bin'), Buffer.alloc(20_000_000, 'text '));
  await mkdir(join(root, 'b'));
  for (let index = 10; index < 60; index += 1) await writeFile(join(root, `b/${index}.txt`), 'small\n');
  const description = rpmDescriptionSchema.parse({
    name: 'pair', summary: 'Pair', description: 'Pair.', license: 'MIT', url: 'https://sample.invalid/',
    contents: [{ source: 'a.bin', destination: '/opt/a.bin' }, { source: 'b', destination: '/opt/b' }],
  });
  return { ...sampleInput(root), description };
}

/** A cache that does something when the first frame has been read. */
function whileReading(action: () => Promise<void>): FrameCache {
  let isDone = false;
  return {
    get: async () => {
      if (!isDone) {
        isDone = true;
        await action();
      }
      return undefined;
    },
    put: async () => undefined,
  };
}

describe('a source that changes while it is packed', () => {
  it.each<readonly [string, (root: string) => Promise<void>, string]>([
    ['grows', (root) => appendFile(join(root, 'a.bin'), 'more'), 'a.bin": it changed while it was packed: it had 20000000 bytes and has 20000004'],
    ['is cut short', (root) => truncate(join(root, 'a.bin'), 19_000_000), 'a.bin": it changed while it was packed: it had 20000000 bytes and has 19000000'],
    ['is written to', (root) => utimes(join(root, 'a.bin'), 5, 5), 'a.bin": it changed while it was packed: it was written to'],
    ['has other bytes by its turn', (root) => writeFile(join(root, 'b/59.txt'), 'large\n'), 'b/59.txt": it changed while it was packed: it was written to'],
    ['is gone by its turn', (root) => rm(join(root, 'b/59.txt')), 'b/59.txt": it changed while it was packed: it is gone'],
  ])('is refused when it %s, and no package is left', async (_what, action, message) => {
    await using folder = await makeFolder();
    const input = await makeComponent(folder.path);
    const out = join(folder.path, 'out');
    const attempt = nativePackager.pack(input, { folder: out, frameCache: whileReading(() => action(input.componentRoot)) });
    await expect(attempt).rejects.toMatchObject({ code: 'RPM_SOURCE_CHANGED', message: expect.stringContaining(message), hint: expect.stringContaining('Run it again') });
    expect(await readdir(out)).toEqual([]);
  });

  it('is named when it cannot be read', async () => {
    await using folder = await makeFolder();
    const input = await makeComponent(folder.path);
    await using out = await makeFolder();
    // What root may not read, nobody else may either; so this has to be somebody else.
    await chmod(out.path, 0o777);
    await chmod(folder.path, 0o755);
    await chmod(join(input.componentRoot, 'b/59.txt'), 0o600);
    process.seteuid?.(65_534);
    try {
      await expect(nativePackager.pack(input, { folder: out.path })).rejects.toMatchObject({ code: 'RPM_SOURCE_UNREADABLE', message: expect.stringContaining('b/59.txt": it cannot be read (EACCES)') });
    } finally {
      process.seteuid?.(0);
    }
    expect(await readdir(out.path)).toEqual([]);
  });
});

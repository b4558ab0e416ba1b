import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nativePackager, writePackages } from '@bigpanda/rpm-builder';
import { makeFolder, sampleInput, writeComponent } from './fixture.ts';

describe('writePackages', () => {
  it('writes each package whole under its name, over one that is there, and says what it wrote', async () => {
    await using folder = await makeFolder();
    await writeComponent(join(folder.path, 'component'));
    const built = await nativePackager.pack(sampleInput(join(folder.path, 'component')));
    const out = join(folder.path, 'deep/out');
    await writePackages(out, built);
    await writeFile(join(out, 'sample-server-0.1.0-1.el9.noarch.rpm'), 'old');
    const written = await writePackages(out, built);
    expect((await readdir(out)).toSorted()).toEqual(written.map(({ file }) => file.slice(out.length + 1)).toSorted());
    for (const { file, sha256, sizeBytes } of written) {
      const bytes = await readFile(file);
      expect([createHash('sha256').update(bytes).digest('hex'), bytes.length]).toEqual([sha256, sizeBytes]);
    }
  });

  it('leaves nothing half-written when it fails', async () => {
    await using folder = await makeFolder();
    const chunks = [Buffer.from('a')];
    // A folder of the file's name makes the rename fail.
    await mkdir(join(folder.path, 'a.rpm/inner'), { recursive: true });
    const built = { name: 'a', epoch: 0, version: '1', release: '1', arch: 'noarch', fileName: 'a.rpm', chunks, sizeBytes: 1, sha256: '', payloadDigest: '' };
    await expect(writePackages(folder.path, [built])).rejects.toMatchObject({ code: 'EISDIR' });
    expect(await readdir(folder.path)).toEqual(['a.rpm']);
  });
});

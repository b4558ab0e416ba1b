import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { removeReplaced } from '../src/pipeline/replace-packages.ts';

describe('removeReplaced', () => {
  it('removes other versions of the same packages, and nothing else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rpms-'));
    const files = ['a-0.1.0~2.gx-1.el9.noarch.rpm', 'a-0.1.0~2.gx.dy-1.el9.noarch.rpm', 'a-b-0.1.0-1.el9.noarch.rpm', 'a-0.1.0-1.el8.noarch.rpm', 'notes.txt'];
    for (const file of files) writeFileSync(join(folder, file), '');
    const written = { name: 'a', epoch: 0, version: '0.1.0~2.gx', release: '1.el9', arch: 'noarch', file: join(folder, 'a-0.1.0~2.gx-1.el9.noarch.rpm'), sizeBytes: 0, sha256: '' };
    expect(await removeReplaced(folder, [written])).toEqual(['a-0.1.0~2.gx.dy-1.el9.noarch.rpm']);
    expect(readdirSync(folder)).toHaveLength(4);
    rmSync(folder, { recursive: true });
  });
});

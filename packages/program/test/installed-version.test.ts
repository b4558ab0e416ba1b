import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readInstalledVersion } from '../src/index.ts';

describe('readInstalledVersion', () => {
  it('tells name, version, release and commit of the package that main stands in', () => {
    const folder = mkdtempSync(join(tmpdir(), 'program-'));
    onTestFinished(() => { rmSync(folder, { recursive: true }); });
    writeFileSync(join(folder, 'version.json'), '{"name":"panda-server","version":"0.1.0","release":"1.el9","commit":"abc","more":1}');
    expect(readInstalledVersion('other', pathToFileURL(`${folder}/`))).toBe('panda-server 0.1.0-1.el9 (commit abc)');
  });
});

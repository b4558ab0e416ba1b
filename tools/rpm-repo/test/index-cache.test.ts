import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { renderFragments, type PackageMetadata } from '@bigpanda/rpm-format';
import { indexOf } from '../src/chunk-index.ts';
import { loadIndexes, saveIndexes } from '../src/index-cache.ts';
import type { PackageEntry } from '../src/package-entry.ts';
import { listOwned } from '../src/package-relations.ts';
import { openChunk } from '../src/snapshot-chunk.ts';
import { changeContent, emptyContent, type SnapshotContent } from '../src/snapshot-content.ts';

function makeEntry(number: number): PackageEntry {
  const sha256 = createHash('sha256').update(String(number)).digest('hex');
  const identity = { name: `name-${number}`, epoch: 0, version: '1', release: '1', arch: 'noarch', sha256, sizeBytes: 1, buildTimeSeconds: number };
  const href = `Packages/${number}.rpm`;
  const texts = { summary: 's', description: 'd', packager: '', url: '', license: '', vendor: '', group: '', buildHost: '', sourceRpm: 's.src.rpm' };
  const lists = { provides: [{ name: `offer-${number}` }], requires: [], conflicts: [], obsoletes: [], suggests: [], enhances: [], recommends: [], supplements: [], changelog: [] };
  const metadata: PackageMetadata = { ...identity, ...texts, ...lists, installedSizeBytes: 1, archiveSizeBytes: 1, headerRange: { start: 1, end: 2 }, files: [{ path: `/usr/share/${number}`, type: 'file' }, { path: `/usr/bin/${number}`, type: 'file' }] };
  return { listed: { ...identity, href }, fragments: renderFragments({ metadata, href }) };
}

/** The same as another process reads it: chunks that nothing is known of. */
function readAnew(content: SnapshotContent): SnapshotContent {
  return { ...content, chunks: content.chunks.map(({ documents }) => openChunk(documents, 'primary.xml.gz')) };
}

/** What another process takes out of the cache; empty arrays where it takes nothing. */
function loadAnew(folder: string, content: SnapshotContent): readonly (readonly number[])[] {
  const anew = readAnew(content);
  const blind = { ...anew, chunks: anew.chunks.map((chunk) => Object.defineProperty(Object.create(chunk) as typeof chunk, 'documents', { get: () => { throw new RangeError('unpacked'); } })) };
  loadIndexes(folder, 'a', blind);
  return blind.chunks.map((chunk) => [...indexOf(chunk).paths, ...indexOf(chunk).provides]);
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'index-cache-'));
  onTestFinished(() => { rmSync(folder, { recursive: true }); });
  return folder;
}

const content = changeContent(emptyContent('gzip'), { add: Array.from({ length: 300 }, (_, index) => makeEntry(index)) });

describe('the cache of indexes', () => {
  it('gives another process what this one knew, without unpacking, also what a publish took over', () => {
    const folder = temporaryFolder();
    saveIndexes(folder, 'a', content);
    const made = content.chunks.map((chunk) => [...indexOf(chunk).paths, ...indexOf(chunk).provides]);
    expect(loadAnew(folder, content)).toEqual(made);
    const read = readAnew(content);
    loadIndexes(folder, 'a', read);
    const grown = changeContent(read, { add: [makeEntry(1_000)] });
    saveIndexes(folder, 'a', grown);
    expect(loadAnew(folder, grown)).toEqual(readAnew(grown).chunks.map((chunk) => [...indexOf(chunk).paths, ...indexOf(chunk).provides]));
    expect(listOwned(grown, ['/usr/bin/7', '/usr/bin/1000', '/usr/bin/nothing'])).toEqual(['/usr/bin/7', '/usr/bin/1000']);
  });

  it('gives nothing of a file that is cut off, changed or missing, or of another snapshot', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'a.index');
    expect(() => loadAnew(folder, content)).toThrow('unpacked');
    saveIndexes(folder, 'a', content);
    const whole = readFileSync(file);
    for (const spoil of [() => { truncateSync(file, whole.length - 4); }, () => { truncateSync(file, 3); }, () => { writeFileSync(file, whole.with(100, (whole[100] ?? 0) ^ 1)); }]) {
      writeFileSync(file, whole);
      spoil();
      expect(() => loadAnew(folder, content)).toThrow('unpacked');
    }
    saveIndexes(folder, 'a', changeContent(emptyContent('gzip'), { add: [makeEntry(1)] }));
    expect(() => loadAnew(folder, content)).toThrow('unpacked');
  });

  it('keeps the last eight, and does without where nothing can be written', () => {
    const folder = temporaryFolder();
    for (let number = 0; number < 12; number += 1) saveIndexes(folder, `digest-${number}`, content);
    expect(readdirSync(folder)).toHaveLength(8);
    writeFileSync(join(folder, 'file'), '');
    saveIndexes(join(folder, 'file'), 'a', content);
    expect(readdirSync(folder).filter((name) => name.includes('.index.'))).toEqual([]);
  });
});

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { renderFragments, type PackageMetadata } from '@bigpanda/rpm-format';
import { seededRandom } from '@bigpanda/rpm-format/testing/seeded-random';
import { loadIndex, saveIndex } from '../src/index-cache.ts';
import type { PackageEntry } from '../src/package-entry.ts';
import { findOwners, findProviders, listOwnedByOthers } from '../src/package-relations.ts';
import { openChunk } from '../src/snapshot-chunk.ts';
import { changeContent, emptyContent, listContent, type SnapshotContent } from '../src/snapshot-content.ts';

interface Wish {
  readonly name?: string;
  readonly paths?: readonly string[];
}

/** A package with a path and a provide of its own; the same number gives the same. */
function makeEntry(number: number, { name = `name-${number}`, paths = [] }: Wish = {}): PackageEntry {
  const sha256 = createHash('sha256').update(String(number)).digest('hex');
  const identity = { name, epoch: 0, version: `1.${number}`, release: '1', arch: 'noarch', sha256, sizeBytes: 1, buildTimeSeconds: number };
  const href = `Packages/${number}.rpm`;
  const texts = { summary: 's', description: 'd', packager: '', url: '', license: '', vendor: '', group: '', buildHost: '', sourceRpm: 's.src.rpm' };
  const lists = { provides: [{ name: `offer-${number}` }], requires: [], conflicts: [], obsoletes: [], suggests: [], enhances: [], recommends: [], supplements: [], changelog: [] };
  const files = [`/usr/share/${number}`, ...paths].map((path) => ({ path, type: 'file' as const }));
  const metadata: PackageMetadata = { ...identity, ...texts, ...lists, installedSizeBytes: 1, archiveSizeBytes: 1, headerRange: { start: 1, end: 2 }, files };
  return { listed: { ...identity, href }, fragments: renderFragments({ metadata, href }) };
}

/** The same as another process reads it: chunks that nothing is known of, and how often one was unpacked. */
function readAnew(content: SnapshotContent): { readonly content: SnapshotContent; readonly unpacked: () => number } {
  let count = 0;
  const chunks = content.chunks.map(({ documents: { primary, filelists, other } }) => openChunk({ primary, other, filelists: { packed: filelists.packed, openSizeBytes: filelists.openSizeBytes, openUntil: (text) => filelists.openUntil(text), get open() { count += 1; return filelists.open; } } }, 'primary.xml.gz'));
  return { content: { ...content, chunks }, unpacked: () => count };
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'index-cache-'));
  onTestFinished(() => { rmSync(folder, { recursive: true }); });
  return folder;
}

function publishMany(from: number, count: number): readonly PackageEntry[] {
  return Array.from({ length: count }, (_, index) => makeEntry(from + index));
}

function fileOf(folder: string, ending: string): string {
  return join(folder, readdirSync(folder).find((name) => name.endsWith(ending)) ?? 'none');
}

const content = changeContent(emptyContent('gzip'), { add: publishMany(0, 300) });

describe('the index of who owns what', () => {
  it('finds what a look at every package finds, whatever came and went, in one process and from one to the next', () => {
    for (let seed = 1; seed <= 3; seed += 1) {
      const random = seededRandom(seed);
      const folder = temporaryFolder();
      let [current, number] = [emptyContent('gzip'), 0];
      const present = new Map<string, PackageEntry>();
      for (let step = 0; step < 12; step += 1) {
        const add = Array.from({ length: Math.floor(random() * (step % 4 === 3 ? 600 : 20)) }, () => makeEntry(number += 1, { name: `name-${Math.floor(random() * 60)}`, paths: [`/shared/${Math.floor(random() * 30)}`] }));
        const remove = [...present.values()].filter(() => random() < 0.1);
        current = changeContent(current, { add, remove });
        for (const { listed } of remove) present.delete(listed.sha256);
        for (const each of add) present.set(each.listed.sha256, each);
        if (random() < 0.5) {
          saveIndex(folder, String(step), current);
          current = readAnew(current).content;
          loadIndex(folder, String(step), current);
        }
        expect(listContent(current)).toHaveLength(present.size);
        for (let shared = 0; shared < 30; shared += 1) {
          const wanted = [...present.values()].filter(({ fragments }) => Buffer.from(fragments.filelists).includes(`<file>/shared/${shared}</file>`)).map(({ listed }) => listed);
          expect(findOwners(current, `/shared/${shared}`).map(({ listed }) => listed.sha256).sort(), `seed ${seed}, step ${step}`).toEqual(wanted.map(({ sha256 }) => sha256).sort());
          const disputed = wanted.some(({ name }) => name !== 'name-1') ? [`/shared/${shared}`] : [];
          expect(listOwnedByOthers(current, 'name-1', [`/shared/${shared}`])).toEqual(expect.arrayContaining(disputed));
        }
        const [some] = [...present.values()].slice(Math.floor(random() * present.size));
        if (some !== undefined) expect(findProviders(current, `offer-${some.listed.buildTimeSeconds}`).map(({ listed }) => listed.sha256)).toContain(some.listed.sha256);
      }
    }
  });

  it('does not dispute what only other versions of the package own', () => {
    const versions = changeContent(content, { add: [makeEntry(1_000, { name: 'one', paths: ['/usr/bin/one'] })] });
    expect(listOwnedByOthers(versions, 'one', ['/usr/bin/one', '/usr/share/7', '/usr/bin/nothing'])).toEqual(['/usr/share/7']);
    expect(listOwnedByOthers(versions, 'two', ['/usr/bin/one'])).toEqual(['/usr/bin/one']);
  });
});

describe('the cache of indexes', () => {
  it('gives another process what this one knew, without unpacking anything, and writes what came in, not all of it', () => {
    const folder = temporaryFolder();
    saveIndex(folder, 'a', content);
    const table = fileOf(folder, '.owners');
    const { content: read, unpacked } = readAnew(content);
    loadIndex(folder, 'a', read);
    const grown = changeContent(read, { add: [makeEntry(1_000, { paths: ['/usr/bin/one'] })] });
    const before = unpacked();
    saveIndex(folder, 'b', grown);
    expect(listOwnedByOthers(grown, '', ['/usr/share/7', '/usr/bin/one', '/usr/bin/nothing'])).toEqual(['/usr/share/7', '/usr/bin/one']);
    expect(unpacked()).toBe(before);
    expect(readdirSync(folder).filter((name) => name.endsWith('.owners'))).toHaveLength(1);
    expect(readFileSync(fileOf(folder, '.added.json')).length).toBeLessThan(200);
    const later = readAnew(grown);
    loadIndex(folder, 'b', later.content);
    expect(listOwnedByOthers(later.content, '', ['/usr/share/7', '/usr/bin/one'])).toEqual(['/usr/share/7', '/usr/bin/one']);
    expect(later.unpacked()).toBe(0);
    rmSync(table);
    expect(listOwnedByOthers(later.content, '', ['/usr/share/7', '/usr/bin/one'])).toEqual(['/usr/share/7', '/usr/bin/one']);
    expect(later.unpacked()).toBeGreaterThan(0);
  });

  it('puts what came in into a new table when it is much', () => {
    const folder = temporaryFolder();
    saveIndex(folder, 'a', content);
    const { content: read, unpacked } = readAnew(content);
    loadIndex(folder, 'a', read);
    const grown = Array.from({ length: 26 }, (_, step) => publishMany(1_000 + step * 10, 10)).reduce((current, add) => changeContent(current, { add }), read);
    saveIndex(folder, 'b', grown);
    expect(readdirSync(folder).filter((name) => name.endsWith('.owners'))).toHaveLength(2);
    const later = readAnew(grown);
    loadIndex(folder, 'b', later.content);
    expect(listOwnedByOthers(later.content, '', ['/usr/share/7', '/usr/share/1005', '/usr/share/1255', '/usr/share/2000'])).toEqual(['/usr/share/7', '/usr/share/1005', '/usr/share/1255']);
    expect([unpacked() < 100, later.unpacked()]).toEqual([true, 0]);
    const lost = readAnew(content).content;
    loadIndex(folder, 'a', lost);
    rmSync(join(folder, 'a.owners'));
    expect(listOwnedByOthers(changeContent(lost, { add: publishMany(3_000, 251) }), '', ['/usr/share/7', '/usr/share/3250'])).toEqual(['/usr/share/7', '/usr/share/3250']);
  });

  it('gives nothing of files that are cut off, changed or missing', () => {
    const folder = temporaryFolder();
    const takesOver = (): boolean => {
      const { content: read, unpacked } = readAnew(content);
      loadIndex(folder, 'a', read);
      expect(listOwnedByOthers(read, '', ['/usr/share/7'])).toEqual(['/usr/share/7']);
      return unpacked() === 0;
    };
    expect(takesOver()).toBe(false);
    saveIndex(folder, 'a', content);
    expect(takesOver()).toBe(true);
    const files = [fileOf(folder, '.owners'), fileOf(folder, '.added.json')].map((file) => ({ file, whole: readFileSync(file) }));
    for (const { file, whole } of files) {
      for (const spoil of [() => { truncateSync(file, whole.length - 1); }, () => { writeFileSync(file, ''); }, () => { writeFileSync(file, whole.with(0, 0)); }, () => { rmSync(file); }]) {
        spoil();
        expect(takesOver()).toBe(false);
        writeFileSync(file, whole);
      }
    }
    expect(takesOver()).toBe(true);
  });

  it('keeps what the last eight snapshots need, and does without where nothing can be written', () => {
    const folder = temporaryFolder();
    for (let number = 0; number < 12; number += 1) saveIndex(folder, `${number}-${'0'.repeat(20)}`, readAnew(content).content);
    expect(readdirSync(folder).filter((name) => name.endsWith('.added.json'))).toHaveLength(8);
    const old = readdirSync(folder);
    for (const name of old) utimesSync(join(folder, name), 1, 1);
    saveIndex(folder, 'last', content);
    expect(readdirSync(folder).filter((name) => name.endsWith('.owners'))).toHaveLength(8);
    writeFileSync(join(folder, 'file'), '');
    saveIndex(join(folder, 'file'), 'a', content);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('');
    const taken = join(folder, 'taken');
    mkdirSync(join(taken, 'b.owners/inside'), { recursive: true });
    saveIndex(taken, 'b', readAnew(content).content);
    expect(readdirSync(taken)).toEqual(['b.owners']);
  });
});

import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parsePrimary, renderFragments, type PackageMetadata } from '@bigpanda/rpm-format';
import { seededRandom } from '@bigpanda/rpm-format/testing/seeded-random';
import { publish, readChannel, snapshotId } from '../src/index.ts';
import { readContent } from '../src/content-reader.ts';
import { openRepositoryFiles } from '../src/repository-files.ts';
import type { PackageEntry } from '../src/package-entry.ts';
import { changeContent, emptyContent, findEntries, listContent, type SnapshotContent } from '../src/snapshot-content.ts';
import { composeDocuments } from '../src/snapshot-documents.ts';
import { createSite, publishOptions, sampleConfig, writeSample } from './sample-repository.ts';

/** A package of a few names and versions; the same number gives the same. */
function makeEntry(number: number): PackageEntry {
  const sha256 = createHash('sha256').update(String(number)).digest('hex');
  const identity = { name: `name-${number % 37}`, epoch: 0, version: `1.${number}`, release: '1', arch: 'noarch', sha256, sizeBytes: 1, buildTimeSeconds: number };
  const href = `Packages/${number}.rpm`;
  const texts = { summary: 's', description: `package ${number}`, packager: '', url: '', license: '', vendor: '', group: '', buildHost: '', sourceRpm: 's.src.rpm' };
  const lists = { provides: [], requires: [], conflicts: [], obsoletes: [], suggests: [], enhances: [], recommends: [], supplements: [], changelog: [] };
  const metadata: PackageMetadata = { ...identity, ...texts, ...lists, installedSizeBytes: 1, archiveSizeBytes: 1, headerRange: { start: 1, end: 2 }, files: [{ path: `/usr/share/${number}`, type: 'file' }] };
  return { listed: { ...identity, href }, fragments: renderFragments({ metadata, href }) };
}

function digest(content: SnapshotContent): string {
  return composeDocuments(content, 1, 'sample').digest;
}

describe('changeContent', () => {
  it.each(['gzip', 'zstd'] as const)('gives the same bytes by whatever way a set of packages came about, packed by %s', (codec) => {
    for (let seed = 1; seed <= 12; seed += 1) {
      const random = seededRandom(seed);
      const present = new Map<string, PackageEntry>();
      let content = emptyContent(codec);
      for (let step = 0; step < 25; step += 1) {
        const add = Array.from({ length: Math.floor(random() * 40) }, () => makeEntry(Math.floor(random() * 2_000))).filter(({ listed }, index, all) => !present.has(listed.sha256) && all.findIndex((each) => each.listed.sha256 === listed.sha256) === index);
        const remove = [...present.values()].filter(() => random() < 0.1);
        content = changeContent(content, { add, remove });
        for (const { listed } of remove) present.delete(listed.sha256);
        for (const each of add) present.set(each.listed.sha256, each);
      }
      const anew = changeContent(emptyContent(codec), { add: [...present.values()].sort(() => random() - 0.5) });
      expect(digest(content), `seed ${seed}`).toBe(digest(anew));
      expect(content.packageCount).toBe(present.size);
      expect(content.builtSeconds).toBe(Math.max(0, ...listContent(content).map(({ buildTimeSeconds }) => buildTimeSeconds)));
      const [{ listed: { name } } = makeEntry(0)] = present.values();
      expect(findEntries(content, name).map(({ listed }) => listed.sha256)).toEqual(listContent(content).filter((each) => each.name === name).map(({ sha256 }) => sha256));
    }
  });

  it('packs only what changes', () => {
    const content = changeContent(emptyContent('gzip'), { add: Array.from({ length: 2_000 }, (_, number) => makeEntry(number)) });
    const changed = changeContent(content, { add: [makeEntry(5_000)] });
    expect(changed.chunks.filter((chunk) => !content.chunks.includes(chunk)).length).toBeLessThanOrEqual(2);
    expect(content.chunks.length).toBeGreaterThan(20);
  });
});

describe('readContent', () => {
  it('takes over what a publish packed, so that the next one gives the same bytes as one that remembers', async () => {
    await using site = await createSite();
    const rpms = await Promise.all(Array.from({ length: 90 }, (_, index) => writeSample({ name: `sample-${index}` }, site.signer)));
    await publish(publishOptions(site, rpms));
    const pointer = await readChannel(site.root, 'testing', 'el9');
    if (pointer === undefined) throw new Error('nothing was published');
    const content = await readContent(openRepositoryFiles(site.root), pointer.snapshot, 'gzip');
    expect(composeDocuments(content, 1, 'sample').digest).toBe(pointer.snapshot.digest);
    const repodata = join(site.root, 'snapshots/el9', snapshotId(pointer.snapshot), 'repodata');
    const primary = await readFile(join(repodata, (await readdir(repodata)).find((name) => name.includes('primary')) ?? ''));
    expect(parsePrimary(gunzipSync(primary).toString())).toEqual(listContent(content));
    const zstd = await readContent(openRepositoryFiles(site.root), pointer.snapshot, 'zstd');
    expect(listContent(zstd)).toEqual(listContent(content));
  });

  it('takes over what was packed by zstd as it is where nothing else is wanted', async () => {
    await using site = await createSite();
    const config = { ...sampleConfig, targets: [{ name: 'el10', payload: { codec: 'zstd' as const, level: 3 }, metadata: 'zstd' as const }] };
    await publish(publishOptions(site, [await writeSample({}, site.signer)], { config, target: 'el10' }));
    const pointer = await readChannel(site.root, 'testing', 'el10');
    if (pointer === undefined) throw new Error('nothing was published');
    const content = await readContent(openRepositoryFiles(site.root), pointer.snapshot);
    expect(content.codec).toBe('zstd');
    expect(composeDocuments(content, 1, 'sample-el10').digest).toBe(pointer.snapshot.digest);
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { listQueryFields, readRpm } from '@bigpanda/rpm-format';
import { buildFeaturePeer, featureSpec } from './feature-spec.ts';
import { buildPeer, sampleSpec, writeBytes } from './fixture.ts';
import { askRpm, leftOut } from './rpm-query.ts';

const folder = mkdtempSync(join(tmpdir(), 'rpm-format-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('listQueryFields', () => {
  it.each<readonly [string, () => Promise<Buffer>]>([
    ['a package of ours', () => writeBytes(sampleSpec)],
    ['a package of ours with every feature', () => writeBytes(featureSpec)],
    ['a package of rpmbuild with gzip', () => buildPeer(folder, 'w9.gzdio')],
    ['a package of rpmbuild with xz', () => buildPeer(folder, 'w2.xzdio')],
    ['a package of rpmbuild with bzip2', () => buildPeer(folder, 'w9.bzdio')],
    ['a package of rpmbuild without compression', () => buildPeer(folder, 'w.ufdio')],
    ['a package of rpmbuild with every feature', () => buildFeaturePeer(folder)],
  ])('gives of %s what rpm -q --qf prints', async (_, make) => {
    const file = join(folder, 'package.rpm');
    const bytes = await make();
    await writeFile(file, bytes);
    const ours = listQueryFields(readRpm(bytes));
    const theirs = askRpm(file);
    // Tags of rpm 4.19 and later are not known to the rpm that is asked.
    const shown = Object.fromEntries([...ours].map(([name, values]) => [name, values.map(String)]));
    expect(shown).toEqual(Object.fromEntries([...theirs].filter(([name]) => ours.has(name))));
    expect([...theirs.keys()].filter((name) => !ours.has(name) && leftOut[name] === undefined)).toEqual([]);
    expect(ours.size).toBeGreaterThan(50);
  });
});

import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createVerifier } from '@bigpanda/signer';
import { listChannels, listPackages, listSnapshots, publish, readChannel, showSnapshot, snapshotId, verifyRepository } from '../src/index.ts';
import { createKey, createSite, publishOptions, sampleConfig, writeSample, type SampleSite } from './sample-repository.ts';

let first: SampleSite;
let site: SampleSite;
beforeAll(async () => {
  first = await createSite();
});
afterAll(() => first[Symbol.asyncDispose]());
beforeEach(async () => {
  site = await createSite(first.signer);
});
afterEach(() => site[Symbol.asyncDispose]());

describe('publish', () => {
  it('makes a repository in which nothing is wrong', async () => {
    const rpm = await writeSample({}, site.signer);
    const result = await publish(publishOptions(site, [rpm]));
    expect(result).toMatchObject({ changed: true, added: ['sample-1.0-1.el9.noarch'], present: [], snapshot: { target: 'el9', serial: 1 } });
    expect(await verifyRepository(site.root, { publicKeys: [site.signer.publicKeyArmored] })).toEqual([]);
    expect(await listPackages(site.root, 'testing', 'el9')).toMatchObject([{ name: 'sample', epoch: 0, version: '1.0', release: '1.el9', arch: 'noarch', sizeBytes: rpm.bytes.length }]);
    expect((await readdir(site.root)).sort()).toEqual(['at', 'channels', 'keys', 'pool', 'release', 'serial', 'snapshots']);
  });

  it('adds to what the channel has, and keeps the older snapshot whole', async () => {
    const first = await publish(publishOptions(site, [await writeSample({}, site.signer)]));
    const second = await publish(publishOptions(site, [await writeSample({ name: 'other' }, site.signer)]));
    expect(second.snapshot).toMatchObject({ serial: 2, parent: first.snapshot?.digest });
    expect((await listPackages(site.root, 'testing', 'el9')).map(({ name }) => name)).toEqual(['other', 'sample']);
    expect((await showSnapshot(site.root, 'el9', '1')).packages.map(({ name }) => name)).toEqual(['sample']);
    expect((await listSnapshots(site.root, 'el9')).map(({ snapshot, publishedBy }) => [snapshot.serial, publishedBy])).toEqual([[2, 'tester'], [1, 'tester']]);
    expect(await verifyRepository(site.root)).toEqual([]);
  });

  it('changes nothing when nothing is new', async () => {
    const rpm = await writeSample({}, site.signer);
    const first = await publish(publishOptions(site, [rpm]));
    expect(await publish(publishOptions(site, [rpm]))).toEqual({ changed: false, snapshot: first.snapshot, added: [], present: ['sample-1.0-1.el9.noarch'], broughtBack: [] });
    expect(await listSnapshots(site.root, 'el9')).toHaveLength(1);
  });

  it('names a base URL that was changed, also when nothing is new', async () => {
    const rpm = await writeSample({}, site.signer);
    await publish(publishOptions(site, [rpm]));
    const testing = { title: 'Moved', baseUrl: 'https://moved.example', metadataExpireSeconds: 300 };
    expect(await publish(publishOptions(site, [rpm], { config: { ...sampleConfig, channels: { testing } } }))).toMatchObject({ changed: false });
    expect(await readFile(join(site.root, 'channels/testing/el9.mirrorlist'), 'utf8')).toMatch(/^https:\/\/moved\.example\/snapshots\/el9\/000001-[0-9a-f]{12}\/\n$/);
    expect(await verifyRepository(site.root)).toEqual([]);
  });

  it('says what it would do and writes nothing in a dry run', async () => {
    const result = await publish(publishOptions(site, [await writeSample({}, site.signer)], { dryRun: true }));
    expect(result).toEqual({ changed: true, added: ['sample-1.0-1.el9.noarch'], present: [], broughtBack: [] });
    expect(await readdir(site.folder)).toEqual([]);
  });

  it('writes the same repodata for the same packages in another order', async () => {
    const rpms = [await writeSample({}, site.signer), await writeSample({ name: 'other' }, site.signer)];
    await publish(publishOptions(site, rpms));
    const twin = { ...site, root: join(site.folder, 'twin') };
    await publish(publishOptions(twin, rpms.toReversed(), { record: { publishedAt: '2027-01-01T00:00:00Z', publishedBy: 'other', reason: 'x', commit: 'y' } }));
    expect(await readRepodata(twin.root)).toEqual(await readRepodata(site.root));
  });

  it('keeps the channels of one target apart and their serials in one row', async () => {
    await publish(publishOptions(site, [await writeSample({}, site.signer)]));
    await publish(publishOptions(site, [await writeSample({ name: 'other' }, site.signer)], { channel: 'stable' }));
    expect((await listChannels(site.root)).map(({ channel, snapshot }) => [channel, snapshot.serial])).toEqual([['stable', 2], ['testing', 1]]);
    expect((await listPackages(site.root, 'stable', 'el9')).map(({ name }) => name)).toEqual(['other']);
    expect(await verifyRepository(site.root)).toEqual([]);
  });

  it('copies the newest release package beside the pointer', async () => {
    const older = await writeSample({ name: 'sample-release', evr: { version: '9', release: '1' } }, site.signer);
    const newer = await writeSample({ name: 'sample-release', evr: { version: '10', release: '1' } }, site.signer);
    await publish(publishOptions(site, [newer, older]));
    expect(Buffer.compare(await readFile(join(site.root, 'channels/testing/el9.release.rpm')), newer.bytes)).toBe(0);
    expect(await verifyRepository(site.root)).toEqual([]);
  });

  it('refuses everything at once, each with what would make it pass', async () => {
    const published = await writeSample({}, site.signer);
    await publish(publishOptions(site, [published]));
    const stranger = await createKey(site.folder, 'stranger');
    const changed = await writeSample({ summary: 'Other bytes' }, site.signer);
    const broken = await writeSample({ name: 'broken' }, site.signer);
    broken.bytes[broken.bytes.length - 1] = (broken.bytes.at(-1) ?? 0) ^ 1;
    const twice = await writeSample({ name: 'twice' }, site.signer);
    const files = [
      changed,
      { ...(await writeSample({ name: 'unsigned' })), file: 'unsigned.rpm' },
      { ...(await writeSample({ name: 'strange' }, stranger)), file: 'strange.rpm' },
      { ...broken, file: 'broken.rpm' },
      { file: 'text.rpm', bytes: Buffer.from('not a package') },
      twice,
      { ...twice, file: 'twice-again.rpm' },
    ];
    const error: unknown = await publish(publishOptions(site, files)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'PUBLISH_REFUSED', exitStatus: 3, message: 'publish to "testing": 6 refusals; nothing was changed' });
    const problems = (error as { problems: { path: string; found: string; allowed: string }[] }).problems;
    expect(problems.map(({ path, found }) => [path, found.slice(0, 34)])).toEqual([
      ['unsigned.rpm', 'check a package: the header is not'],
      ['strange.rpm', `check a package: the key "${stranger.fingerprint.slice(0, 8)}`],
      ['broken.rpm', 'check a package: the payload sha25'],
      ['text.rpm', expect.any(String)],
      [changed.file, '"sample-1.0-1.el9.noarch" with the'],
      ['twice-again.rpm', '"twice-1.0-1.el9.noarch", which "t'],
    ]);
    const [{ sha256 } = { sha256: '' }] = await listPackages(site.root, 'testing', 'el9');
    expect(problems[4]?.found).toContain(sha256);
    expect(problems[0]?.allowed).toMatch(new RegExp(`^a signature by the key "${site.signer.fingerprint}": bigpanda rpm sign FILE`));
    expect(await listSnapshots(site.root, 'el9')).toHaveLength(1);
  });

  it('refuses to change the key of a repository', async () => {
    await publish(publishOptions(site, [await writeSample({}, site.signer)]));
    const signer = await createKey(site.folder, 'other');
    const verifier = await createVerifier([signer.publicKeyArmored]);
    const options = publishOptions({ ...site, signer, verifier }, [await writeSample({ name: 'other' }, signer)]);
    await expect(publish(options)).rejects.toMatchObject({ code: 'KEY_CHANGED', exitStatus: 3 });
    expect(await verifyRepository(site.root)).toEqual([]);
  });

  it.each([
    [{ channel: 'nightly' }, 'CHANNEL_UNKNOWN'],
    [{ channel: 'constructor' }, 'CHANNEL_UNKNOWN'],
    [{ target: 'el7' }, 'TARGET_UNKNOWN'],
    [{ packages: ['/nonexistent.rpm'] }, 'PACKAGE_UNREADABLE'],
  ] as const)('refuses %j', async (more, code) => {
    await expect(publish(publishOptions(site, [], more))).rejects.toMatchObject({ code, exitStatus: 2 });
  });

  it('leaves an empty channel empty when there is nothing to publish', async () => {
    expect(await publish(publishOptions(site, []))).toEqual({ changed: false, added: [], present: [], broughtBack: [] });
    expect(await readChannel(site.root, 'testing', 'el9')).toBeUndefined();
  });
});

async function readRepodata(root: string): Promise<readonly (readonly [string, string])[]> {
  const pointer = await readChannel(root, 'testing', 'el9');
  const folder = join(root, 'snapshots/el9', pointer === undefined ? '' : snapshotId(pointer.snapshot), 'repodata');
  const names = (await readdir(folder)).sort();
  return Promise.all(names.map(async (name) => [name, (await readFile(join(folder, name))).toString('base64')] as const));
}

describe('history', () => {
  it('names every snapshot by serial, release and time', async () => {
    await publish(publishOptions(site, [await writeSample({}, site.signer)]));
    await publish(publishOptions(site, [await writeSample({ name: 'other' }, site.signer)], { record: { ...publishOptions(site, []).record, publishedAt: '2026-01-02T04:00:00.123Z' } }));
    const snapshots = (await listSnapshots(site.root, 'el9')).map(({ snapshot }) => `../../snapshots/el9/${snapshotId(snapshot)}`);
    expect(await Promise.all(['serial/el9/2', 'serial/el9/1'].map((path) => readlink(join(site.root, path))))).toEqual(snapshots);
    expect(await readlink(join(site.root, 'release/el9/other-1.0'))).toBe(snapshots[0]);
    expect(await readlink(join(site.root, 'at/testing/el9/20260102T040000Z'))).toBe(`../${snapshots[0]}`);
  });
});

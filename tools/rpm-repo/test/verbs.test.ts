import { access, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  addAdvisory, collectGarbage, compareSnapshots, findMatrix, freezeChannel, initChannel, listPackages, listRecords, listSnapshots, poolPath, promoteChannel, publish, readChannel, removePackages,
  rollbackChannel, showSnapshot, snapshotId, thawChannel, verifyRepository, yankPackages, type ChangeOptions,
} from '../src/index.ts';
import { createSite, publishOptions, sampleConfig, writeSample, type SampleSite } from './sample-repository.ts';

let first: SampleSite;
let site: SampleSite;
beforeAll(async () => {
  first = await createSite();
});
afterAll(() => first[Symbol.asyncDispose]());
beforeEach(async () => {
  site = await createSite(first.signer);
});
afterEach(async () => {
  expect(await verifyRepository(site.root, { publicKeys: [site.signer.publicKeyArmored] })).toEqual([]);
  await site[Symbol.asyncDispose]();
});

function options(more: Partial<ChangeOptions> = {}): ChangeOptions {
  return publishOptions(site, [], more);
}

async function publishVersions(...versions: readonly string[]): Promise<void> {
  for (const version of versions) await publish(publishOptions(site, [await writeSample({ evr: { version, release: '1.el9' } }, site.signer)]));
}

async function listNevras(channel = 'testing'): Promise<readonly string[]> {
  return (await listPackages(site.root, channel, 'el9')).map(({ name, version }) => `${name}-${version}`);
}

async function readCurrent(channel = 'testing'): Promise<string> {
  const pointer = await readChannel(site.root, channel, 'el9');
  return pointer === undefined ? '' : snapshotId(pointer.snapshot);
}

describe('initChannel', () => {
  it('gives an empty channel a key and a snapshot, once', async () => {
    expect(await initChannel(options())).toMatchObject({ changed: true, snapshot: { serial: 1 } });
    expect(await initChannel(options())).toMatchObject({ changed: false, snapshot: { serial: 1 } });
    expect(await listNevras()).toEqual([]);
    expect(await readFile(join(site.root, 'keys/RPM-GPG-KEY-sample'), 'utf8')).toBe(site.signer.publicKeyArmored);
  });
});

describe('freezeChannel and thawChannel', () => {
  it('let nothing change what a channel gives out, with the reason in every refusal, until it is thawed', async () => {
    await expect(freezeChannel(options())).rejects.toMatchObject({ code: 'CHANNEL_EMPTY' });
    await publishVersions('1.0');
    const record = { ...options().record, reason: 'data taking' };
    expect(await freezeChannel(options({ record }))).toMatchObject({ changed: true, snapshot: { serial: 1 } });
    expect(await freezeChannel(options())).toMatchObject({ changed: false });
    const frozen = { code: 'CHANNEL_FROZEN', exitStatus: 3, message: expect.stringContaining('frozen by "tester" at 2026-01-02T03:04:05Z: data taking') as string };
    await expect(publishVersions('2.0')).rejects.toMatchObject(frozen);
    await expect(removePackages({ ...options(), packages: ['sample'] })).rejects.toMatchObject(frozen);
    await expect(rollbackChannel({ ...options(), to: '1' })).rejects.toMatchObject(frozen);
    expect(await collectGarbage({ ...options(), nowSeconds: Date.parse('2027-01-01T00:00:00Z') / 1000 })).toMatchObject({ changed: false });
    expect(await readChannel(site.root, 'testing', 'el9')).toMatchObject({ frozen: { frozenBy: 'tester', reason: 'data taking' } });
    expect(await verifyRepository(site.root, { publicKeys: [site.signer.publicKeyArmored] })).toEqual([]);
    expect(await thawChannel(options())).toMatchObject({ changed: true });
    expect(await thawChannel(options())).toMatchObject({ changed: false });
    await publishVersions('2.0');
    expect((await listRecords(site.root, 'el9')).map(({ action = 'add' }) => action)).toEqual(['add', 'thaw', 'freeze', 'add']);
    expect(await rollbackChannel(options())).toMatchObject({ changed: true, snapshot: { serial: 1 } });
  });
});

describe('a file that tells of a package', () => {
  it('is published beside it, is known to verify, and goes with it when nobody needs the package', async () => {
    const sample = await writeSample({ evr: { version: '1.0', release: '1.el9' } }, site.signer);
    await publish(publishOptions(site, [{ ...sample, companions: [{ kind: 'lint', bytes: Buffer.from('{}\n') }] }]));
    const [listed] = await listPackages(site.root, 'testing', 'el9');
    const companion = join(site.root, 'pool', listed?.sha256.slice(0, 2) ?? '', listed?.sha256 ?? '', 'sample-1.0-1.el9.noarch.rpm.lint.json');
    expect(await readFile(companion, 'utf8')).toBe('{}\n');
    expect(await verifyRepository(site.root, { publicKeys: [site.signer.publicKeyArmored] })).toEqual([]);
    const collect = { ...options(), config: { ...sampleConfig, retention: { days: 2, snapshots: 1 } }, nowSeconds: Date.parse('2027-01-01T00:00:00Z') / 1000 };
    expect(await collectGarbage(collect)).toMatchObject({ changed: false });
    await removePackages({ ...options(), packages: ['sample'] });
    expect(await collectGarbage(collect)).toMatchObject({ changed: true });
    await expect(readFile(companion)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('publish onto another channel', () => {
  it('makes a snapshot of what that gives out and what comes in, whatever its own channel gave out', async () => {
    await publish(publishOptions(site, [await writeSample({ name: 'other' }, site.signer)], { channel: 'stable' }));
    await publishVersions('1.0');
    const incoming = [await writeSample({ evr: { version: '2.0', release: '1.el9' } }, site.signer)];
    const { snapshot } = await publish(publishOptions(site, incoming, { channel: 'stable', onto: 'testing' }));
    expect(await listNevras('stable')).toEqual(['sample-1.0', 'sample-2.0']);
    expect(snapshot?.parent).toBe((await readChannel(site.root, 'testing', 'el9'))?.snapshot.digest);
    expect(await promoteChannel({ ...options(), from: 'stable', ...(snapshot === undefined ? {} : { snapshot }) })).toMatchObject({ changed: true, snapshot: { digest: snapshot?.digest } });
  });
});

describe('promoteChannel', () => {
  it('lets a channel give out the very snapshot of another one', async () => {
    await publishVersions('1.0');
    const result = await promoteChannel({ ...options({ channel: 'stable' }), from: 'testing' });
    expect(result.snapshot).toEqual((await readChannel(site.root, 'testing', 'el9'))?.snapshot);
    expect(await promoteChannel({ ...options({ channel: 'stable' }), from: 'testing' })).toMatchObject({ changed: false });
    expect((await listRecords(site.root, 'el9')).map(({ action, channel, number }) => [action, channel, number])).toEqual([['promote', 'stable', 2], ['add', 'testing', 1]]);
  });

  it('refuses an empty channel and writes nothing in a dry run', async () => {
    await expect(promoteChannel({ ...options({ channel: 'stable' }), from: 'testing' })).rejects.toMatchObject({ code: 'CHANNEL_EMPTY', exitStatus: 2 });
    await publishVersions('1.0');
    expect(await promoteChannel({ ...options({ channel: 'stable', dryRun: true }), from: 'testing' })).toEqual({ changed: true, next: expect.objectContaining({ serial: 1 }), lostNotices: [] });
    expect(await readChannel(site.root, 'stable', 'el9')).toBeUndefined();
  });
});

describe('rollbackChannel', () => {
  it('goes back to what the channel gave out before, and says what hosts type', async () => {
    await publishVersions('1.0', '2.0');
    const result = await rollbackChannel(options());
    expect(result).toMatchObject({ changed: true, snapshot: { serial: 1 }, hostCommand: "dnf --refresh distro-sync --disablerepo='*' --enablerepo=sample-testing" });
    expect(await listNevras()).toEqual(['sample-1.0']);
    await expect(rollbackChannel(options())).rejects.toMatchObject({ code: 'ROLLBACK_UNCLEAR', exitStatus: 2 });
    expect(await rollbackChannel({ ...options(), to: '2' })).toMatchObject({ changed: true, snapshot: { serial: 2 } });
  });

  it('publishes on what it went back to', async () => {
    await publishVersions('1.0', '2.0');
    await rollbackChannel(options());
    await publishVersions('3.0');
    expect(await listNevras()).toEqual(['sample-1.0', 'sample-3.0']);
    expect((await readChannel(site.root, 'testing', 'el9'))?.snapshot.serial).toBe(3);
  });

  it('refuses a snapshot that is not there', async () => {
    await publishVersions('1.0');
    await expect(rollbackChannel({ ...options(), to: '9' })).rejects.toMatchObject({ code: 'SNAPSHOT_UNKNOWN', exitStatus: 2 });
    await expect(rollbackChannel(options())).rejects.toMatchObject({ code: 'ROLLBACK_UNCLEAR' });
  });
});

describe('a channel that is behind another one', () => {
  it('is not rolled back to what it never gave out; the refusal names promote', async () => {
    await publishVersions('1.0');
    const promote = () => promoteChannel({ ...options({ channel: 'stable' }), from: 'testing' });
    await promote();
    await publishVersions('2.0');
    const rollback = (to: string) => rollbackChannel({ ...options({ channel: 'stable' }), to });
    await expect(rollback('2')).rejects.toMatchObject({ code: 'ROLLBACK_REFUSED', exitStatus: 3, hint: expect.stringContaining('bigpanda repo promote'), message: expect.stringMatching(/never gave out "000002-.*it gave out "000001-/) });
    await promote();
    expect(await rollback('1')).toMatchObject({ changed: true });
    expect(await rollback('2')).toMatchObject({ changed: true, snapshot: { serial: 2 } });
  });

  it('is given no package that is not in the pool as listed, until the same file is added again', async () => {
    await publishVersions('1.0');
    await promoteChannel({ ...options({ channel: 'stable' }), from: 'testing' });
    await publishVersions('2.0');
    const listed = (await listPackages(site.root, 'testing', 'el9')).find(({ version }) => version === '2.0');
    const path = listed === undefined ? '' : poolPath(listed);
    const promote = () => promoteChannel({ ...options({ channel: 'stable' }), from: 'testing' });
    const refused = (found: string) => ({ code: 'PROMOTE_REFUSED', exitStatus: 3, hint: expect.stringContaining('verify --repair'), problems: [{ path, found }] });
    await rm(join(site.root, path));
    await expect(promote()).rejects.toMatchObject(refused('no file'));
    await expect(findMatrix(site.root, { from: 'testing', to: 'stable', target: 'el9', versions: 1 })).rejects.toMatchObject(refused('no file'));
    await writeFile(join(site.root, path), 'x');
    await expect(promote()).rejects.toMatchObject(refused('1 bytes'));
    const again = publishOptions(site, [await writeSample({ evr: { version: '2.0', release: '1.el9' } }, site.signer)]);
    expect(await publish({ ...again, dryRun: true })).toMatchObject({ changed: false, broughtBack: ['sample-2.0-1.el9.noarch'] });
    expect(await readFile(join(site.root, path), 'utf8')).toBe('x');
    expect(await publish(again)).toMatchObject({ changed: false, present: ['sample-2.0-1.el9.noarch'], broughtBack: ['sample-2.0-1.el9.noarch'] });
    expect(await publish(again)).toMatchObject({ changed: false, broughtBack: [] });
    expect(await promote()).toMatchObject({ changed: true });
  });
});

describe('removePackages', () => {
  it('takes out all versions of a name or one NEVRA', async () => {
    await publishVersions('1.0', '2.0', '3.0');
    expect(await removePackages({ ...options(), packages: ['sample-2.0-1.el9.noarch'] })).toMatchObject({ removed: ['sample-2.0-1.el9.noarch'] });
    expect(await listNevras()).toEqual(['sample-1.0', 'sample-3.0']);
    await removePackages({ ...options(), packages: ['sample'] });
    expect(await listNevras()).toEqual([]);
    await expect(removePackages({ ...options(), packages: ['sample', 'other-1'] })).rejects.toMatchObject({ code: 'PACKAGE_UNKNOWN', message: expect.stringContaining('"sample", "other-1"') });
  });
});

describe('yankPackages', () => {
  it('keeps the bytes and tells the reason in a retracted notice', async () => {
    await publishVersions('1.0', '2.0');
    const { record } = options();
    const result = await yankPackages({ ...options({ record: { ...record, reason: 'It eats files' } }), packages: ['sample-2.0-1.el9'] });
    expect(await listNevras()).toEqual(['sample-1.0']);
    const [{ path } = { path: '' }] = result.yanked;
    await access(join(site.root, path));
    const { advisories } = await showSnapshot(site.root, 'el9', await readCurrent());
    expect(advisories).toMatchObject([{ id: 'YANK-sample-2.0-1.el9.noarch', status: 'retracted', description: expect.stringMatching(/^It eats files\n\nThe package stays at https:/), packages: [{ name: 'sample', version: '2.0' }] }]);
    await expect(yankPackages({ ...options(), packages: ['sample-2.0-1.el9', 'sample-9'] })).rejects.toMatchObject({
      code: 'PACKAGE_UNKNOWN', message: 'choose packages: the channel has no "sample-9"; taken back already: "sample-2.0-1.el9"', hint: 'Name what the channel has: sample-1.0-1.el9.noarch.',
    });
  });

  it('names channels that still give the package out; it is refused with the reason when it is added again, unless that is allowed, which ends the notice', async () => {
    await publishVersions('1.0', '2.0');
    await promoteChannel({ ...options({ channel: 'stable' }), from: 'testing' });
    expect(await yankPackages({ ...options({ record: { ...options().record, reason: 'It eats files' } }), packages: ['sample-2.0-1.el9'] })).toMatchObject({
      stillIn: [{ channel: 'stable', nevra: 'sample-2.0-1.el9.noarch' }], yanked: [{ url: expect.stringMatching(/^https:\/\/packages\.example\/sample\/pool\/.*\.rpm$/) }], hostCommand: expect.stringContaining('distro-sync'),
    });
    const again = publishOptions(site, [await writeSample({ evr: { version: '2.0', release: '1.el9' } }, site.signer)]);
    await expect(publish(again)).rejects.toMatchObject({ code: 'PUBLISH_REFUSED', problems: [{ found: '"sample-2.0-1.el9.noarch", which was taken back: It eats files', allowed: 'a higher version or release, or --allow yanked' }] });
    await publish({ ...again, allow: ['yanked'] });
    expect(await listNevras()).toEqual(['sample-1.0', 'sample-2.0']);
    expect((await showSnapshot(site.root, 'el9', await readCurrent())).advisories).toEqual([]);
  });

  it('keeps the bytes when every snapshot that listed them was collected', async () => {
    await publishVersions('1.0', '2.0');
    const { yanked } = await yankPackages({ ...options({ record: { ...options().record, publishedAt: '2026-01-03T00:00:00Z' } }), packages: ['sample-2.0-1.el9'] });
    const config = { ...sampleConfig, retention: { days: 2, snapshots: 1 } };
    const { snapshots, packages } = await collectGarbage({ ...options({ config }), nowSeconds: Date.parse('2027-01-01T00:00:00Z') / 1000 });
    expect([snapshots.length, packages]).toEqual([2, []]);
    await access(join(site.root, yanked[0]?.path ?? ''));
  });
});

describe('addAdvisory', () => {
  const advisory = { id: 'SAMPLE-2026:0001', type: 'security', severity: 'Important', title: 'A hole', description: 'Mended', references: [{ type: 'cve', id: 'CVE-2026-1234', href: 'https://cve.example/', title: '' }], packages: ['sample-2.0-1.el9'] } as const;

  it('publishes a notice that stays with later publishes and is replaced by its id', async () => {
    await publishVersions('1.0', '2.0');
    await addAdvisory({ ...options(), advisory });
    await addAdvisory({ ...options(), advisory: { ...advisory, title: 'A wide hole' } });
    await publishVersions('3.0');
    const { advisories } = await showSnapshot(site.root, 'el9', await readCurrent());
    expect(advisories).toEqual([{ ...advisory, title: 'A wide hole', status: 'stable', from: 'Sample', issuedSeconds: 1_700_000_000, packages: [{ name: 'sample', epoch: 0, version: '2.0', release: '1.el9', arch: 'noarch', sourceRpm: 'sample-1.0-1.el9.src.rpm' }] }]);
  });

  it('takes a name alone for its newest version, and says so', async () => {
    await publishVersions('1.0', '2.0');
    const announce = (...packages: readonly string[]) => addAdvisory({ ...options({ dryRun: true }), advisory: { ...advisory, packages } });
    expect(await announce('sample')).toMatchObject({ newestOf: ['sample'], advisory: { packages: [{ version: '2.0' }] } });
    expect(await announce('sample-1.0-1.el9')).toMatchObject({ newestOf: [], advisory: { packages: [{ version: '1.0' }] } });
    expect((await announce('sample', 'sample-1.0-1.el9.noarch')).advisory.packages.map(({ version }) => version).sort()).toEqual(['1.0', '2.0']);
  });

  it('is compared, and a promotion that would lose it says so', async () => {
    await publishVersions('2.0');
    const promote = () => promoteChannel({ ...options({ channel: 'stable' }), from: 'testing' });
    expect(await promote()).toMatchObject({ changed: true, lostNotices: [] });
    await addAdvisory({ ...options({ channel: 'stable' }), advisory });
    const notice = { id: advisory.id, title: advisory.title };
    const compare = (from: string, to: string) => compareSnapshots(site.root, { config: sampleConfig, target: 'el9', from, to });
    expect(await compare('000001', 'stable')).toMatchObject({ upgraded: [], notices: { added: [notice], removed: [] } });
    expect(await compare('stable', 'testing')).toMatchObject({ notices: { added: [], removed: [notice] } });
    expect(await showSnapshot(site.root, 'el9', '000002')).toMatchObject({ advisories: [notice] });
    expect(await promote()).toMatchObject({ changed: true, lostNotices: [notice] });
  });

  it('names everything that is wrong with a notice', async () => {
    await publishVersions('1.0');
    const wrong = { ...advisory, id: 'a b', severity: 'None', title: ' ', description: '\u0007', references: [{ type: 'cve', id: 'CVE-1', href: '', title: '' }], packages: [] } as const;
    await expect(addAdvisory({ ...options(), advisory: wrong })).rejects.toMatchObject({ code: 'ADVISORY_INVALID', problems: ['id', 'title', 'severity', 'packages', 'references', 'text'].map((path) => expect.objectContaining({ path })) });
  });
});

describe('collectGarbage', () => {
  it('removes what no channel needs and no client may come for, and keeps the records', async () => {
    await publishVersions('1.0');
    await removePackages({ ...options({ record: { ...options().record, publishedAt: '2026-01-10T00:00:00Z' } }), packages: ['sample'] });
    const config = { ...sampleConfig, retention: { days: 14, snapshots: 1 } };
    const collect = (now: string, dryRun = false) => collectGarbage({ ...options({ config, dryRun }), nowSeconds: Date.parse(now) / 1000 });
    expect(await collect('2026-01-23T00:00:00Z')).toMatchObject({ changed: false });
    expect(await collect('2026-01-25T00:00:00Z', true)).toMatchObject({ changed: true, freedBytes: expect.any(Number) });
    const result = await collect('2026-01-25T00:00:00Z');
    expect(result).toMatchObject({ changed: true, snapshots: [expect.stringMatching(/000001-/)], packages: [expect.stringMatching(/sample-1\.0/)] });
    await expect(access(join(site.root, result.packages[0] ?? ''))).rejects.toThrow();
    expect((await listRecords(site.root, 'el9')).map(({ action }) => action)).toEqual(['collect', 'remove', 'add']);
    expect(await listSnapshots(site.root, 'el9')).toHaveLength(1);
    await publishVersions('2.0');
    expect((await readChannel(site.root, 'testing', 'el9'))?.snapshot.serial).toBe(3);
  });
});

describe('compareSnapshots', () => {
  it('says what goes up, down, comes and goes', async () => {
    await publishVersions('1.0');
    await publish(publishOptions(site, [await writeSample({ name: 'old' }, site.signer), await writeSample({ name: 'gone' }, site.signer)]));
    await removePackages({ ...options(), packages: ['gone', 'old'] });
    await publish(publishOptions(site, [await writeSample({ evr: { version: '2.0', release: '1.el9' } }, site.signer), await writeSample({ name: 'new', dependencies: { obsoletes: [{ name: 'old', operator: '<', evr: '2' }] } }, site.signer)]));
    expect(await compareSnapshots(site.root, { config: sampleConfig, target: 'el9', from: '2', to: 'testing' })).toMatchObject({
      upgraded: [{ name: 'sample', from: '1.0-1.el9', to: '2.0-1.el9' }], downgraded: [], replaced: [{ name: 'old', by: 'new-1.0-1.el9.noarch' }], added: ['new'], removed: ['gone', 'old'],
    });
    expect(await compareSnapshots(site.root, { config: sampleConfig, target: 'el9', from: 'testing', to: '1' })).toMatchObject({ downgraded: [{ name: 'sample', from: '2.0-1.el9', to: '1.0-1.el9' }], upgraded: [] });
  });
});

import { execFileSync } from 'node:child_process';
import { appendFile, copyFile, cp, mkdir, readdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReleaseError } from '@bigpanda/release-model';
import { publish, snapshotId, verifyRepository, type FindingCode, type PublishOptions } from '../src/index.ts';
import { createKey, createSite, publishOptions, writeSample, type SampleSite } from './sample-repository.ts';

/** Paths in the repository of these tests: two snapshots, the channel "testing" at the second, "stable" at a third. */
interface Places {
  readonly root: string;
  readonly folder: string;
  readonly older: string;
  readonly current: string;
  readonly rpm: string;
  readonly primary: string;
}

let site: SampleSite;
let original: Places;
let copies = 0;

beforeAll(async () => {
  site = await createSite();
  const older = await publish(publishOptions(site, [await writeSample({}, site.signer)]));
  const current = await publish(publishOptions(site, [await writeSample({ name: 'sample-release' }, site.signer)]));
  await publish(publishOptions(site, [await writeSample({}, site.signer)], { channel: 'stable' }));
  const folder = `snapshots/el9/${current.snapshot === undefined ? '' : snapshotId(current.snapshot)}`;
  const pool = await readdir(join(site.root, 'pool'), { recursive: true });
  const repodata = await readdir(join(site.root, folder, 'repodata'));
  original = {
    root: site.root,
    folder: site.folder,
    older: `snapshots/el9/${older.snapshot === undefined ? '' : snapshotId(older.snapshot)}`,
    current: folder,
    rpm: join('pool', pool.find((path) => path.endsWith('sample-1.0-1.el9.noarch.rpm')) ?? ''),
    primary: `${folder}/repodata/${repodata.find((name) => name.endsWith('-primary.xml.gz'))}`,
  };
});
afterAll(() => site[Symbol.asyncDispose]());

async function verifyTampered(tamper: (places: Places) => Promise<unknown>): Promise<readonly { readonly code: FindingCode; readonly file: string }[]> {
  copies += 1;
  const root = join(site.folder, `copy-${copies}`);
  await cp(site.root, root, { recursive: true, verbatimSymlinks: true });
  await tamper({ ...original, root });
  const findings = await verifyRepository(root, { publicKeys: [site.signer.publicKeyArmored] });
  return findings.map(({ code, file }) => ({ code, file }));
}

async function replaceText(path: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(path, 'latin1');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  await writeFile(path, changed, 'latin1');
}

type Tampering = readonly [what: string, tamper: (places: Places) => Promise<unknown>, code: FindingCode, file: (places: Places) => string];

const tamperings: readonly Tampering[] = [
  ['a package with a changed byte', ({ root, rpm }) => replaceText(join(root, rpm), /.$/s, '!'), 'PACKAGE_CHANGED', ({ rpm }) => rpm],
  ['a package that is cut', ({ root, rpm }) => truncate(join(root, rpm), 2_000), 'PACKAGE_CHANGED', ({ rpm }) => rpm],
  ['a package that is missing', ({ root, rpm }) => rm(join(root, rpm)), 'PACKAGE_MISSING', ({ rpm }) => rpm],
  ['a package that no snapshot lists', ({ root }) => writeFile(join(root, 'pool/stray.rpm'), ''), 'FILE_UNKNOWN', () => 'pool/stray.rpm'],
  ['a changed repomd.xml', ({ root, current }) => replaceText(join(root, current, 'repodata/repomd.xml'), '<revision>2<', '<revision>3<'), 'REPOMD_CHANGED', ({ current }) => `${current}/repodata/repomd.xml`],
  ['a repomd.xml that is missing', ({ root, current }) => rm(join(root, current, 'repodata/repomd.xml')), 'REPOMD_CHANGED', ({ current }) => `${current}/repodata/repomd.xml`],
  ['a signature that is missing', ({ root, current }) => rm(join(root, current, 'repodata/repomd.xml.asc')), 'SIGNATURE_MISSING', ({ current }) => `${current}/repodata/repomd.xml.asc`],
  ['a signature of another snapshot', ({ root, current, older }) => copyFile(join(root, older, 'repodata/repomd.xml.asc'), join(root, current, 'repodata/repomd.xml.asc')), 'SIGNATURE_INVALID', ({ current }) => `${current}/repodata/repomd.xml.asc`],
  ['a signature that is cut', ({ root, current }) => truncate(join(root, current, 'repodata/repomd.xml.asc'), 100), 'SIGNATURE_INVALID', ({ current }) => `${current}/repodata/repomd.xml.asc`],
  ['metadata that are cut', ({ root, primary }) => truncate(join(root, primary), 100), 'METADATA_INVALID', ({ primary }) => primary],
  ['metadata that are missing', ({ root, primary }) => rm(join(root, primary)), 'METADATA_INVALID', ({ primary }) => primary],
  ['metadata that repomd.xml does not list', ({ root, current }) => writeFile(join(root, current, 'repodata/extra.xml'), ''), 'FILE_UNKNOWN', ({ current }) => `${current}/repodata/extra.xml`],
  ['a key file of another key', async ({ root, folder, current }) => writeFile(join(root, current, 'repodata/repomd.xml.key'), (await createKey(folder, 'stranger')).publicKeyArmored), 'KEY_INVALID', ({ current }) => `${current}/repodata/repomd.xml.key`],
  ['a public key that is cut', ({ root }) => truncate(join(root, 'keys/RPM-GPG-KEY-sample'), 100), 'KEY_INVALID', () => 'keys/RPM-GPG-KEY-sample'],
  ['a "Packages" that leads elsewhere', async ({ root, current }) => { await rm(join(root, current, 'Packages')); await symlink('/etc', join(root, current, 'Packages')); }, 'LINK_WRONG', ({ current }) => `${current}/Packages`],
  ['a record that is missing', ({ root, older }) => rm(join(root, `${older}.json`)), 'RECORD_MISSING', ({ older }) => `${older}.json`],
  ['a record of another snapshot', ({ root, older, current }) => copyFile(join(root, `${current}.json`), join(root, `${older}.json`)), 'RECORD_INVALID', ({ older }) => `${older}.json`],
  ['a snapshot under another name', ({ root, older }) => rename(join(root, older), join(root, 'snapshots/el9/000009-000000000000')), 'RECORD_MISSING', () => 'snapshots/el9/000009-000000000000.json'],
  ['pointers that are swapped', ({ root }) => copyFile(join(root, 'channels/stable/el9.json'), join(root, 'channels/testing/el9.json')), 'POINTER_INVALID', () => 'channels/testing/el9.json'],
  ['a pointer that was turned back', ({ root, older, current }) => turnBack(root, { older, current }), 'MIRRORLIST_WRONG', () => 'channels/testing/el9.mirrorlist'],
  ['a pointer to nothing', ({ root }) => replaceText(join(root, 'channels/testing/el9.json'), /"digest": ".{8}/, '"digest": "00000000'), 'POINTER_DANGLING', () => 'channels/testing/el9.json'],
  ['a pointer that is cut', ({ root }) => truncate(join(root, 'channels/testing/el9.json'), 20), 'POINTER_INVALID', () => 'channels/testing/el9.json'],
  ['a mirrorlist with a second line', ({ root }) => appendFile(join(root, 'channels/testing/el9.mirrorlist'), 'https://evil.example/\n'), 'MIRRORLIST_WRONG', () => 'channels/testing/el9.mirrorlist'],
  ['a release package that was replaced', ({ root, rpm }) => copyFile(join(root, rpm), join(root, 'channels/testing/el9.release.rpm')), 'RELEASE_PACKAGE_WRONG', () => 'channels/testing/el9.release.rpm'],
  ['what a cut off publish left', async ({ root }) => { await mkdir(join(root, '.staging')); }, 'LEFTOVER', () => '.staging'],
  ['a file that belongs to nothing', ({ root }) => writeFile(join(root, 'index.html'), ''), 'FILE_UNKNOWN', () => 'index.html'],
];

/** Puts the older snapshot into the pointer of "testing". */
async function turnBack(root: string, { older, current }: Pick<Places, 'older' | 'current'>): Promise<void> {
  const [from, to] = await Promise.all([current, older].map(async (path) => (JSON.parse(await readFile(join(root, `${path}.json`), 'utf8')) as { snapshot: { digest: string } }).snapshot));
  const pointer = join(root, 'channels/testing/el9.json');
  const content = JSON.parse(await readFile(pointer, 'utf8')) as { snapshot: unknown };
  expect(content.snapshot).toEqual(from);
  await writeFile(pointer, JSON.stringify({ ...content, snapshot: to }));
}

describe('verifyRepository', () => {
  it('finds nothing in a good repository, also by the keys in it', async () => {
    expect(await verifyTampered(async () => undefined)).toEqual([]);
    expect(await verifyRepository(site.root)).toEqual([]);
  });

  it.each(tamperings)('finds %s', async (_what, tamper, code, file) => {
    expect(await verifyTampered(tamper)).toContainEqual({ code, file: file(original) });
  });

  it('finds every signature wrong for another key', async () => {
    const stranger = await createKey(site.folder, 'other');
    const findings = await verifyRepository(site.root, { publicKeys: [stranger.publicKeyArmored] });
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['KEY_INVALID', 'SIGNATURE_INVALID', 'PACKAGE_INVALID']));
  });
});

/** A check that could not wait any longer may hold the lock for a moment. */
async function publishWhenFree(options: PublishOptions): Promise<unknown> {
  return publish(options).catch(async (error: unknown) => {
    if (!(error instanceof ReleaseError) || error.code !== 'REPOSITORY_LOCKED') throw error;
    return publishWhenFree(options);
  });
}

describe('verifyRepository beside others', () => {
  it('finds nothing while somebody publishes', async () => {
    const root = join(site.folder, 'busy');
    const found: unknown[] = [];
    const verify = async () => found.push(...(await verifyRepository(root, { publicKeys: [site.signer.publicKeyArmored] })).filter(({ code }) => code !== 'KEY_MISSING'));
    for (let version = 1; version <= 12; version += 1) {
      const rpm = await writeSample({ evr: { version: `${version}.0`, release: '1.el9' } }, site.signer);
      await Promise.all([publishWhenFree(publishOptions({ ...site, root }, [rpm])), verify(), verify()]);
    }
    expect(found).toEqual([]);
    expect(await verifyRepository(root)).toEqual([]);
  });

  it('names a pipe in the place of a pointer, a record or a package, and waits for none', async () => {
    const replaceByPipe = (path: string) => execFileSync('sh', ['-c', 'rm -f "$1" && mkfifo "$1"', 'sh', path]);
    for (const path of ['channels/testing/el9.json', `${original.current}.json`, original.rpm, '.publish.json']) {
      expect(await verifyTampered(async ({ root }) => replaceByPipe(join(root, path)))).toContainEqual({ code: 'FILE_UNKNOWN', file: path });
    }
    expect(await verifyTampered(async ({ root }) => replaceByPipe(join(root, '.lock')))).toContainEqual(expect.objectContaining({ file: '.lock' }));
  });
});

describe('a folder of other things', () => {
  it('is refused before anything is written to it, in a dry run too', async () => {
    const root = join(site.folder, 'other');
    await mkdir(root);
    await writeFile(join(root, 'thesis.tex'), '');
    for (const dryRun of [false, true]) {
      await expect(publish(publishOptions({ ...site, root }, [await writeSample({}, site.signer)], { dryRun }))).rejects.toMatchObject({ code: 'REPOSITORY_FOREIGN', exitStatus: 2 });
    }
    expect(await readdir(root)).toEqual(['thesis.tex']);
  });
});

describe('a record', () => {
  it('takes no control characters: they would move the cursor of whoever reads the log', async () => {
    const options = publishOptions(site, []);
    await expect(publish({ ...options, record: { ...options.record, reason: 'fine\u001b[2Jgone' } })).rejects.toMatchObject({ code: 'RECORD_INVALID', problems: [{ path: 'reason', found: '"fine\\u001b[2Jgone"', allowed: 'one line of text without control characters' }] });
  });
});

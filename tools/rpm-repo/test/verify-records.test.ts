import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freezeChannel, listPackages, promoteChannel, publish, repairRepository, rollbackChannel, verifyRepository, type RepositoryFinding } from '../src/index.ts';
import { createSite, publishOptions, sampleConfig, writeSample, type SampleSite } from './sample-repository.ts';

let site: SampleSite;
let copies = 0;

beforeAll(async () => {
  site = await createSite();
  for (const version of ['1.0', '2.0', '3.0']) await publish(publishOptions(site, [await writeSample({ evr: { version, release: '1' } }, site.signer), await writeSample({ name: 'sample-release' }, site.signer)]));
  await promoteChannel({ ...publishOptions(site, [], { channel: 'stable' }), from: 'testing' });
  await rollbackChannel(publishOptions(site, []));
});
afterAll(() => site[Symbol.asyncDispose]());

async function copySite(): Promise<string> {
  copies += 1;
  const root = join(site.folder, `copy-${copies}`);
  await cp(site.root, root, { recursive: true, verbatimSymlinks: true });
  return root;
}

async function findFile(root: string, folder: string, pattern: RegExp): Promise<string> {
  const names = (await readdir(join(root, folder), { recursive: true })).sort();
  return join(folder, names.find((name) => pattern.test(name)) ?? 'nothing');
}

async function edit(path: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  expect(text.replace(from, to)).not.toBe(text);
  await writeFile(path, text.replace(from, to));
}

function verify(root: string): Promise<readonly RepositoryFinding[]> {
  return verifyRepository(root, { publicKeys: [site.signer.publicKeyArmored] });
}

const tamperings: readonly (readonly [string, (root: string) => Promise<unknown>, string])[] = [
  ['a record that says another person', async (root) => edit(join(root, await findFile(root, 'snapshots/el9', /^000002-\w+\.json$/)), '"tester"', '"nobody"'), 'SIGNATURE_INVALID'],
  ['a record that says another person, as the next one notices', async (root) => edit(join(root, await findFile(root, 'snapshots/el9', /^000002-\w+\.json$/)), '"tester"', '"nobody"'), 'RECORD_CHAIN_BROKEN'],
  ['a move that is missing', async (root) => { await rm(join(root, 'moves/el9/000004.json')); await rm(join(root, 'moves/el9/000004.json.asc')); }, 'RECORD_CHAIN_BROKEN'],
  ['the last move taken away with its pointer left', async (root) => { await rm(join(root, 'moves/el9/000005.json')); await rm(join(root, 'moves/el9/000005.json.asc')); }, 'POINTER_INVALID'],
  ['a pointer from an older time', async (root) => { await cp(join(root, 'channels/stable/el9.json'), join(root, 'channels/testing/el9.json')); await edit(join(root, 'channels/testing/el9.json'), '"stable"', '"testing"'); }, 'POINTER_INVALID'],
  ['a pointer that says something else beside', (root) => edit(join(root, 'channels/stable/el9.json'), '"schema"', '"qchema"'), 'POINTER_INVALID'],
  ['a signature with another checksum, which gpg refuses', (root) => edit(join(root, 'moves/el9/000004.json.asc'), /\n=[^\n]+\n/, '\n=AAAA\n'), 'SIGNATURE_INVALID'],
  ['data of an older snapshot, for slow clients, that were changed', async (root) => { const path = join(root, await findFile(root, 'channels/testing/el9/repodata', /-filelists/)); await rm(path); await writeFile(path, 'x'); }, 'PLAIN_FOLDER_WRONG'],
  ['a release package that is missing beside the pointer', (root) => rm(join(root, 'channels/testing/el9.release.rpm')), 'RELEASE_PACKAGE_WRONG'],
  ['a signature of a record that is missing', (root) => rm(join(root, 'moves/el9/000004.json.asc')), 'SIGNATURE_MISSING'],
  ['a metalink to another digest', (root) => edit(join(root, 'channels/stable/el9.metalink'), /(sha256">)./, '$1x'), 'METALINK_WRONG'],
  ['a plain folder with an older repomd.xml', async (root) => { await rm(join(root, 'channels/stable/el9/repodata/repomd.xml')); await cp(join(root, 'serial/el9/1/repodata/repomd.xml'), join(root, 'channels/stable/el9/repodata/repomd.xml')); }, 'PLAIN_FOLDER_WRONG'],
  ['a serial that is missing', (root) => rm(join(root, 'serial/el9/2')), 'LINK_WRONG'],
  ['a document that is missing', async (root) => rm(join(root, await findFile(root, 'snapshots/el9', /^000003-\w+\/repodata\/.*primary/))), 'METADATA_INVALID'],
  ['a document that was changed', async (root) => { const path = join(root, await findFile(root, 'snapshots/el9', /^000003-\w+\/repodata\/.*primary/)); await rm(path); await writeFile(path, 'x'); }, 'METADATA_INVALID'],
  ['a repomd.xml that is missing', async (root) => rm(join(root, await findFile(root, 'snapshots/el9', /^000003-\w+\/repodata\/repomd\.xml$/))), 'REPOMD_CHANGED'],
  ['a pointer that is missing', (root) => rm(join(root, 'channels/stable/el9.json')), 'POINTER_INVALID'],
  ['a channel that is missing', (root) => rm(join(root, 'channels/stable'), { recursive: true }), 'POINTER_INVALID'],
  ['a release package that is missing from the pool', async (root) => rm(join(root, await findFile(root, 'pool', /sample-release-.*rpm$/))), 'PACKAGE_MISSING'],
];

describe('verifyRepository', () => {
  it('finds nothing in a whole row of records', async () => {
    expect(await verify(site.root)).toEqual([]);
  });

  it.each(tamperings)('finds %s', async (_what, tamper, code) => {
    const root = await copySite();
    await tamper(root);
    expect((await verify(root)).map((finding) => finding.code)).toContain(code);
  });
});

describe('repairRepository', () => {
  it.each(tamperings)('mends %s with a copy at hand', async (_what, tamper) => {
    const root = await copySite();
    await tamper(root);
    const { left } = await repairRepository(root, { config: sampleConfig, signer: site.signer, copy: site.root });
    expect(left).toEqual([]);
    expect((await listPackages(root, 'stable', 'el9')).length).toBe(4);
  });

  it('leaves a frozen channel frozen, and freezes again what was thawed without a record', async () => {
    const root = await copySite();
    await freezeChannel({ ...publishOptions({ ...site, root }, [], { channel: 'stable' }) });
    const pointer = join(root, 'channels/stable/el9.json');
    const before = await readFile(pointer, 'utf8');
    await edit(pointer, '"frozen"', '"thawed"');
    expect((await repairRepository(root, { config: sampleConfig, signer: site.signer })).left).toEqual([]);
    expect(await readFile(pointer, 'utf8')).toBe(before);
  });

  it('refuses a copy that is none', async () => {
    await expect(repairRepository(site.root, { config: sampleConfig, signer: site.signer, copy: join(site.folder, 'nowhere') })).rejects.toMatchObject({ code: 'COPY_MISSING', exitStatus: 2 });
  });

  it('mends without a copy what the repository holds twice', async () => {
    const root = await copySite();
    await rm(join(root, await findFile(root, 'snapshots/el9', /^000003-\w+\/repodata\/.*primary/)));
    await rm(join(root, 'channels/testing'), { recursive: true });
    await rm(join(root, 'at'), { recursive: true });
    const { repaired, left } = await repairRepository(root, { config: sampleConfig, signer: site.signer });
    expect(left).toEqual([]);
    expect(repaired.length).toBeGreaterThan(3);
  });

  it('never fits a metalink to a damaged repomd.xml, nor calls packages unknown that only it lists', async () => {
    const root = await copySite();
    const metalink = join(root, 'channels/stable/el9.metalink');
    const repair = async (copy?: string) => (await repairRepository(root, { config: sampleConfig, signer: site.signer, ...(copy === undefined ? {} : { copy }) })).left.map(({ code }) => code);
    const before = await readFile(metalink, 'utf8');
    for (const path of [await findFile(root, 'snapshots/el9', /^000003-\w+\/repodata\/repomd\.xml$/), 'channels/stable/el9/repodata/repomd.xml']) await edit(join(root, path), '<revision>3<', '<revision>9<');
    const left = await repair();
    expect(left).toContain('REPOMD_CHANGED');
    expect(left).not.toContain('METALINK_WRONG');
    expect(left).not.toContain('FILE_UNKNOWN');
    expect(await readFile(metalink, 'utf8')).toBe(before);
    await edit(metalink, /(sha256">)./, '$1x');
    expect(await repair()).toContain('METALINK_WRONG');
    expect(await repair(site.root)).toEqual([]);
    expect(await readFile(metalink, 'utf8')).toBe(before);
  });

  it('signs nothing that the row does not vouch for and removes nothing that is unknown', async () => {
    const root = await copySite();
    await edit(join(root, await findFile(root, 'snapshots/el9', /^000003-\w+\/repodata\/repomd\.xml$/)), '<revision>3<', '<revision>9<');
    await rm(join(root, 'channels'), { recursive: true });
    await writeFile(join(root, 'notes.txt'), '');
    const { left } = await repairRepository(root, { config: sampleConfig, signer: site.signer });
    expect(left.map(({ code }) => code)).toEqual(expect.arrayContaining(['REPOMD_CHANGED', 'FILE_UNKNOWN']));
    expect(await readdir(root)).toContain('notes.txt');
  });
});

import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readPackageMetadata } from '@bigpanda/rpm-format';
import type { Signer } from '@bigpanda/signer';
import { changeChannel, publishContent } from '../src/channel-change.ts';
import { toEntry } from '../src/package-entry.ts';
import { poolPath, publish, readChannel, renderDotRepo, serveRepository, snapshotId, type RepositoryServer } from '../src/index.ts';
import { changeContent, emptyContent } from '../src/snapshot-content.ts';
import { createDnfClient, type DnfClient } from './dnf-client.ts';
import { createKey, createSite, publishOptions, sampleConfig, writeSample, type SampleRpm, type SampleSite } from './sample-repository.ts';

let first: SampleSite;
let site: SampleSite;
let server: RepositoryServer;
let client: DnfClient;

beforeAll(async () => {
  first = await createSite();
});
afterAll(() => first[Symbol.asyncDispose]());
beforeEach(async () => {
  site = await createSite(first.signer);
  const requires = [{ name: 'library', operator: '>=', evr: '2' }] as const;
  await publish(publishOptions(site, [
    await writeSample({ name: 'program', dependencies: { requires } }, site.signer),
    await writeSample({ name: 'library', evr: { version: '2.1', release: '1.el9' } }, site.signer),
  ]));
  server = await serveRepository({ root: site.root, port: 0, config: sampleConfig });
  client = await createDnfClient(renderDotRepo(sampleConfig, 'testing', 'el9', { baseUrl: server.url }));
});
afterEach(async () => {
  await client[Symbol.asyncDispose]();
  await server.close();
  await site[Symbol.asyncDispose]();
});

async function snapshotFolder(): Promise<string> {
  const pointer = await readChannel(site.root, 'testing', 'el9');
  return join(site.root, 'snapshots/el9', pointer === undefined ? '' : snapshotId(pointer.snapshot));
}

async function findRpm(name: string): Promise<string> {
  const paths = await readdir(join(site.root, 'pool'), { recursive: true });
  return join(site.root, 'pool', paths.find((path) => path.includes(`/${name}-`)) ?? '');
}

describe('a published repository', () => {
  it('is installed from by dnf with both signature checks on', async () => {
    const query = await client.dnf('repoquery', '--quiet', '--queryformat', '%{name}-%{evr}.%{arch}', '*');
    expect(query.stdout.trim().split('\n')).toEqual(['library-2.1-1.el9.noarch', 'program-1.0-1.el9.noarch']);
    const install = await client.dnf('install', 'program');
    expect(install, install.output).toMatchObject({ status: 0, output: expect.stringContaining('Complete!') });
    expect((await client.rpm('-q', 'program', 'library')).stdout.split('\n').sort()).toEqual(['', 'library-2.1-1.el9.noarch', 'program-1.0-1.el9.noarch']);
    expect((await client.rpm('-V', 'program', 'library')).status).toBe(0);
    expect(await readFile(join(client.root, 'usr/share/program.txt'), 'utf8')).toBe('sample\n');
  });

  it('gives an update to dnf after the next publish', async () => {
    expect((await client.dnf('install', 'library')).status).toBe(0);
    await publish(publishOptions(site, [await writeSample({ name: 'library', evr: { version: '2.2', release: '1.el9' } }, site.signer)]));
    expect((await client.dnf('check-update', '--refresh')).status).toBe(100);
    const upgrade = await client.dnf('upgrade', 'library');
    expect(upgrade, upgrade.output).toMatchObject({ status: 0 });
    expect((await client.rpm('-q', 'library')).stdout).toBe('library-2.2-1.el9.noarch\n');
  });

  it('is refused by dnf when repomd.xml was changed', async () => {
    const repomd = join(await snapshotFolder(), 'repodata/repomd.xml');
    await writeFile(repomd, (await readFile(repomd, 'utf8')).replace('<revision>1<', '<revision>2<'));
    const outcome = await client.dnf('install', 'library');
    expect(outcome.status, outcome.output).toBe(1);
    expect(outcome.output).toContain('repomd.xml GPG signature verification error: Bad GPG signature');
  });

  it('is refused by dnf when the signature of repomd.xml is missing', async () => {
    const signature = join(await snapshotFolder(), 'repodata/repomd.xml.asc');
    await rename(signature, `${signature}.away`);
    const outcome = await client.dnf('install', 'library');
    expect(outcome.status, outcome.output).toBe(1);
    expect(outcome.output).toContain('GPG verification is enabled, but GPG signature is not available');
  });

  it('is refused by dnf when a package was changed', async () => {
    const rpm = await findRpm('library');
    const bytes = await readFile(rpm);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await writeFile(rpm, bytes);
    const outcome = await client.dnf('install', 'library');
    expect(outcome.status, outcome.output).toBe(1);
    expect(outcome.output).toContain("checksum doesn't match");
  });

  it.each([
    ['is not signed', async (): Promise<Signer | undefined> => undefined, 'Package unsigned-1.0-1.el9.noarch.rpm is not signed'],
    ['is signed by a key that is not installed', (): Promise<Signer | undefined> => createKey(site.folder, 'stranger'), 'Public key for unsigned-1.0-1.el9.noarch.rpm is not installed'],
  ] as const)('is refused by dnf when a package that the signed metadata list %s', async (_what, makeSigner, message) => {
    await publishUnchecked(await writeSample({ name: 'unsigned' }, await makeSigner()));
    const outcome = await client.dnf('install', '--refresh', 'unsigned');
    expect(outcome.status, outcome.output).toBe(1);
    expect(outcome.output).toContain(message);
    expect(outcome.output).toContain('GPG check FAILED');
  });
});

/** What publish does after its checks, which would refuse the package. */
async function publishUnchecked({ bytes }: SampleRpm): Promise<void> {
  const entry = toEntry(readPackageMetadata(bytes));
  const options = publishOptions(site, []);
  await changeChannel(options, (channel) => publishContent(channel, {
    action: 'add', content: changeContent(emptyContent('gzip'), { add: [entry] }), blobs: [{ path: poolPath(entry.listed), read: () => bytes }],
  }));
}

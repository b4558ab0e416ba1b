import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { repositoryConfigSchema } from '@bigpanda/release-model/repository-config';
import {
  compareSnapshots, importTree, publish, readChannel, renderDotRepo, rollbackChannel, serveRepository, snapshotId, verifyRepository, yankPackages,
  type DotRepoOptions, type RepositoryServer,
} from '../src/index.ts';
import { createDnfClient, type DnfClient } from './dnf-client.ts';
import { createSite, publishOptions, sampleConfig, writeSample, type SampleSite } from './sample-repository.ts';

const run = promisify(execFile);
const groups = [{ id: 'sample-all', name: 'Sample all', description: 'Everything', packages: [{ name: 'library', type: 'mandatory' }, { name: 'program', type: 'default' }, { name: 'absent', type: 'mandatory' }] }] as const;
const config = { ...sampleConfig, groups: groups.map((group) => ({ ...group, packages: [...group.packages] })), targets: [...sampleConfig.targets, { name: 'el10', payload: { codec: 'zstd', level: 3 }, metadata: 'zstd' }] } as typeof sampleConfig;

let first: SampleSite;
let site: SampleSite;
let server: RepositoryServer;
let clients: DnfClient[];
beforeAll(async () => {
  first = await createSite();
});
afterAll(() => first[Symbol.asyncDispose]());
beforeEach(async () => {
  site = await createSite(first.signer);
  clients = [];
  await mkdir(site.root, { recursive: true });
  server = await serveRepository({ root: site.root, port: 0, config });
});
afterEach(async () => {
  for (const client of clients) await client[Symbol.asyncDispose]();
  await server.close();
  expect(await verifyRepository(site.root, { publicKeys: [site.signer.publicKeyArmored] })).toEqual([]);
  await site[Symbol.asyncDispose]();
});

async function createClient(options: DotRepoOptions = {}, target = 'el9'): Promise<DnfClient> {
  const client = await createDnfClient(renderDotRepo(config, 'testing', target, { baseUrl: server.url, ...options }));
  clients.push(client);
  return client;
}

async function publishLibrary(version: string, target = 'el9'): Promise<void> {
  const rpms = [await writeSample({ name: 'library', evr: { version, release: '1.el9' } }, site.signer), await writeSample({ name: 'program' }, site.signer)];
  await publish(publishOptions(site, rpms, { config, target }));
}

async function expectDnf(client: DnfClient, args: readonly string[], output: string): Promise<void> {
  const outcome = await client.dnf(...args);
  expect(outcome, outcome.output).toMatchObject({ status: 0, output: expect.stringContaining(output) });
}

describe('a channel', () => {
  it.each(['mirrorlist', 'metalink', 'baseurl'] as const)('is read by dnf through its %s, before and after a publish', async (via) => {
    await publishLibrary('1.0');
    const client = await createClient({ via });
    await expectDnf(client, ['install', 'library'], 'Complete!');
    await publishLibrary('2.0');
    await expectDnf(client, ['--refresh', 'upgrade'], 'Complete!');
    expect((await client.rpm('-q', 'library')).stdout).toBe('library-2.0-1.el9.noarch\n');
  });

  it('is refused by dnf through its metalink when repomd.xml is another one', async () => {
    await publishLibrary('1.0');
    const metalink = join(site.root, 'channels/testing/el9.metalink');
    const client = await createClient({ via: 'metalink', baseUrl: `file://${site.root}` });
    const text = await readFile(metalink, 'utf8');
    await writeFile(metalink, text.replaceAll(/(type="sha\d+">)(.)/g, (_all, before: string, digit: string) => `${before}${digit === '0' ? '1' : '0'}`).replaceAll(sampleConfig.channels['testing']?.baseUrl ?? '', `file://${site.root}`));
    expect(await client.dnf('makecache')).toMatchObject({ status: 1 });
    await writeFile(metalink, text);
  });

  it('serves further targets by lines in the configuration of this workspace alone', async () => {
    const own: unknown = JSON.parse(await readFile(join(import.meta.dirname, '../../../repo-config/repository.json'), 'utf8'));
    const targets = [{ name: 'el8', payload: { codec: 'gzip', level: 9 }, caret: false }, { name: 'el10', payload: { codec: 'zstd', level: 19 }, metadata: 'zstd' }];
    const added = repositoryConfigSchema.parse({ ...(own as object), targets });
    for (const { name: target } of targets) {
      await publish(publishOptions(site, [await writeSample({ name: 'library' }, site.signer)], { config: added, target }));
      await using client = await createDnfClient(renderDotRepo(added, 'testing', target, { baseUrl: server.url }));
      await expectDnf(client, ['install', 'library'], 'Complete!');
    }
  });

  it('gives zstd metadata for a target that says so, and dnf reads them', async () => {
    await publishLibrary('1.0', 'el10');
    await publishLibrary('2.0', 'el10');
    const client = await createClient({}, 'el10');
    await expectDnf(client, ['install', 'library'], 'Complete!');
    expect((await client.rpm('-q', 'library')).stdout).toBe('library-2.0-1.el9.noarch\n');
    const pointer = await readChannel(site.root, 'testing', 'el10');
    const names = await readdir(join(site.root, 'snapshots/el10', pointer === undefined ? '' : snapshotId(pointer.snapshot), 'repodata'));
    expect(names.filter((name) => name.endsWith('.zst')).length).toBe(4);
  });

  it('has groups that dnf installs', async () => {
    await publishLibrary('1.0');
    const client = await createClient();
    await expectDnf(client, ['group', 'install', 'Sample all'], 'Complete!');
    expect((await client.rpm('-q', 'library', 'program')).status).toBe(0);
  });
});

describe('rollbackChannel', () => {
  it('is followed by hosts with the line it prints', async () => {
    await publishLibrary('1.0');
    await publishLibrary('2.0');
    const client = await createClient();
    await expectDnf(client, ['install', 'library'], 'Complete!');
    const { hostCommand } = await rollbackChannel(publishOptions(site, [], { config }));
    const [program, ...args] = hostCommand.replaceAll("'", '').split(' ');
    expect(program).toBe('dnf');
    await expectDnf(client, args, 'Complete!');
    expect((await client.rpm('-q', 'library')).stdout).toBe('library-1.0-1.el9.noarch\n');
  });
});

describe('compareSnapshots', () => {
  it('says what dnf upgrade does', async () => {
    await publishLibrary('1.0');
    await publish(publishOptions(site, [await writeSample({ name: 'old' }, site.signer), await writeSample({ name: 'steady' }, site.signer)], { config }));
    const client = await createClient();
    await expectDnf(client, ['install', 'library', 'program', 'old', 'steady'], 'Complete!');
    const before = (await client.rpm('-qa', '--queryformat', '%{name} %{evr}\n')).stdout.split('\n').filter((line) => !line.startsWith('gpg-pubkey'));
    const obsoletes = [{ name: 'old', operator: '<', evr: '2' }] as const;
    await publish(publishOptions(site, [
      await writeSample({ name: 'library', evr: { epoch: 1, version: '0.5', release: '1.el9' } }, site.signer), await writeSample({ name: 'young', dependencies: { obsoletes } }, site.signer), await writeSample({ name: 'other' }, site.signer),
    ], { config }));
    await expectDnf(client, ['--refresh', 'upgrade'], 'Complete!');
    const after = (await client.rpm('-qa', '--queryformat', '%{name} %{evr}\n')).stdout.split('\n').filter((line) => !line.startsWith('gpg-pubkey'));
    const { upgraded, replaced, downgraded } = await compareSnapshots(site.root, { config, target: 'el9', from: '2', to: '3' });
    const said = [...upgraded.map(({ name, to }) => `${name} ${to}`), ...replaced.map(({ by }) => by.replace(/^(\w+)-(.*)\.noarch$/, '$1 $2'))];
    expect(after.filter((line) => !before.includes(line)).sort()).toEqual(said.sort());
    expect(downgraded).toEqual([]);
  });
});

describe('yankPackages', () => {
  it('is told by dnf updateinfo, and followed by dnf distro-sync', async () => {
    await publishLibrary('1.0');
    await publishLibrary('2.0');
    const client = await createClient();
    await expectDnf(client, ['install', 'library'], 'Complete!');
    await yankPackages({ ...publishOptions(site, [], { config }), packages: ['library-2.0-1.el9'] });
    await expectDnf(client, ['--refresh', 'updateinfo', 'info', '--installed'], 'YANK-library-2.0-1.el9.noarch');
    await expectDnf(client, ['distro-sync'], 'Complete!');
    expect((await client.rpm('-q', 'library')).stdout).toBe('library-1.0-1.el9.noarch\n');
  });
});

describe('importTree', () => {
  it('takes over what createrepo_c made byte for byte, then publishes on it', async () => {
    const tree = join(site.folder, 'tree');
    for (const name of ['library', 'program']) {
      const { file, bytes } = await writeSample({ name }, site.signer);
      await mkdir(join(tree, 'Packages', name.slice(0, 1)), { recursive: true });
      await writeFile(join(tree, 'Packages', name.slice(0, 1), file), bytes);
    }
    await run('createrepo_c', ['--quiet', '--no-database', tree]);
    await writeFile(join(site.folder, 'modules.yaml'), '---\n');
    await run('modifyrepo_c', ['--mdtype=custom', join(site.folder, 'modules.yaml'), join(tree, 'repodata')]);
    const original = join(site.folder, 'original');
    await cp(tree, original, { recursive: true });
    expect(await importTree({ ...publishOptions(site, [], { config }), tree })).toMatchObject({ changed: true, packages: 2 });
    const pointer = await readChannel(site.root, 'testing', 'el9');
    const snapshot = join(site.root, 'snapshots/el9', pointer === undefined ? '' : snapshotId(pointer.snapshot));
    await run('diff', ['-r', '--exclude=repomd.xml.asc', '--exclude=repomd.xml.key', original, snapshot]);
    const client = await createClient();
    await expectDnf(client, ['install', 'program'], 'Complete!');
    await publishLibrary('2.0');
    await expectDnf(client, ['--refresh', 'install', 'library'], 'library-2.0-1.el9');
    expect((await client.dnf('repoquery', '--quiet', '--all')).stdout.trim().split('\n')).toHaveLength(3);
    const { stdout } = await run('grep', ['-c', 'type="custom"', join(site.root, 'channels/testing/el9/repodata/repomd.xml')]);
    expect(stdout).toBe('1\n');
  });

  it.each([['../../outside.rpm', 'primary'], ['/etc/passwd', 'primary'], ['repodata/../../outside.xml', 'repomd']])('refuses a tree that leads to "%s" in its %s', async (href, document) => {
    await publishLibrary('1.0');
    const tree = join(site.folder, 'tree');
    await mkdir(tree, { recursive: true });
    await writeFile(join(tree, 'library.rpm'), (await writeSample({ name: 'library' }, site.signer)).bytes);
    await run('createrepo_c', ['--quiet', '--no-database', '--simple-md-filenames', '--general-compress-type=gz', tree]);
    const [primary, repomd] = [join(tree, 'repodata/primary.xml.gz'), join(tree, 'repodata/repomd.xml')];
    const before = await readFile(primary);
    const xml = document === 'primary' ? gzipSync(gunzipSync(before).toString().replace('href="library.rpm"', `href="${href}"`)) : before;
    await writeFile(primary, xml);
    const [old, now] = [before, xml].map((bytes) => hash('sha256', bytes)) as [string, string];
    const text = (await readFile(repomd, 'utf8')).replaceAll(old, now);
    await writeFile(repomd, document === 'repomd' ? text.replace('repodata/primary.xml.gz', href) : text);
    await expect(importTree({ ...publishOptions(site, [], { config }), tree })).rejects.toMatchObject({ code: 'IMPORT_REFUSED', problems: [{ found: expect.stringContaining(href) }] });
  });

  it('refuses a tree whose files are not what it lists, all at once', async () => {
    const tree = join(site.folder, 'tree');
    await mkdir(tree, { recursive: true });
    for (const name of ['library', 'program']) await writeFile(join(tree, `${name}.rpm`), (await writeSample({ name }, name === 'program' ? undefined : site.signer)).bytes);
    await run('createrepo_c', ['--quiet', '--no-database', tree]);
    await writeFile(join(tree, 'library.rpm'), 'changed');
    await expect(importTree({ ...publishOptions(site, [], { config }), tree })).rejects.toMatchObject({ code: 'IMPORT_REFUSED', exitStatus: 3, problems: [{ path: 'library.rpm' }, { path: 'program.rpm' }] });
    await publishLibrary('1.0');
    await expect(importTree({ ...publishOptions(site, [], { config }), tree })).rejects.toMatchObject({ code: 'IMPORT_REFUSED' });
  });
});

import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAdvisory, publish, renderDotRepo, serveRepository, type RepositoryServer } from '../src/index.ts';
import { createDnfClient, type DnfClient, type DnfOutcome } from './dnf-client.ts';
import { createSite, publishOptions, sampleConfig, writeSample, type SampleSite } from './sample-repository.ts';
import { createZypperClient, type ZypperClient } from './zypper-client.ts';

const references = [{ type: 'cve', id: 'CVE-2026-1234', href: 'https://cve.example/', title: 'x' }] as const;
const notice = { id: 'SAMPLE-1', type: 'security', severity: 'Important', title: 'A hole', description: 'Mended', references, packages: ['library-2.0-1.el9'] } as const;

let site: SampleSite;
let server: RepositoryServer;
let host: DnfClient;
let suse: ZypperClient;

/** One repository, with a version that mends a hole, and a host of each kind that has the version before. */
beforeAll(async () => {
  site = await createSite();
  for (const version of ['1.0', '2.0']) {
    await publish(publishOptions(site, [
      await writeSample({ name: 'library', evr: { version, release: '1.el9' } }, site.signer),
      await writeSample({ name: 'program', evr: { version, release: '1.el9' }, dependencies: { requires: [{ name: 'library', operator: '>=', evr: version }] } }, site.signer),
    ]));
  }
  await addAdvisory({ ...publishOptions(site, []), advisory: notice });
  server = await serveRepository({ root: site.root, port: 0, config: sampleConfig });
  const dotRepo = renderDotRepo(sampleConfig, 'testing', 'el9', { baseUrl: server.url });
  [host, suse] = await Promise.all([createDnfClient(dotRepo), createZypperClient(dotRepo)]);
  await Promise.all([expectDone(host.dnf('install', 'program-1.0', 'library-1.0')), expectDone(suse.zypper('install', 'program = 1.0', 'library = 1.0'))]);
});
afterAll(async () => {
  await Promise.all([host[Symbol.asyncDispose](), suse[Symbol.asyncDispose](), server.close()]);
  await site[Symbol.asyncDispose]();
});

async function expectDone(run: Promise<DnfOutcome>): Promise<string> {
  const outcome = await run;
  expect(outcome, outcome.output).toMatchObject({ status: 0 });
  return outcome.output;
}

async function listInstalled(root: string): Promise<readonly string[]> {
  const { stdout } = await host.rpm(`--root=${root}`, '-q', 'library', 'program');
  return stdout.trim().split('\n');
}

const [older, newer] = [['library-1.0-1.el9.noarch', 'program-1.0-1.el9.noarch'], ['library-2.0-1.el9.noarch', 'program-2.0-1.el9.noarch']];

describe('a published repository', () => {
  it('is copied by dnf reposync with its metadata and its signatures, and found closed by repoclosure', async () => {
    const copy = join(site.folder, 'copy');
    await expectDone(host.plugin('reposync', '--download-metadata', '--norepopath', '--gpgcheck', `--download-path=${copy}`));
    const rpms = (await readdir(copy, { recursive: true })).filter((path) => path.endsWith('.rpm'));
    expect(rpms.map((path) => path.split('/').at(-1)).sort()).toEqual(['library-1.0-1.el9.noarch.rpm', 'library-2.0-1.el9.noarch.rpm', 'program-1.0-1.el9.noarch.rpm', 'program-2.0-1.el9.noarch.rpm']);
    await promisify(execFile)('diff', ['-r', '--exclude=repomd.xml.key', join(site.root, 'serial/el9/3/repodata'), join(copy, 'repodata')]);
    expect(await expectDone(host.plugin('repoclosure'))).not.toContain('unresolved');
  });

  it('is found open by repoclosure where a requirement is missing', async () => {
    const broken = await writeSample({ name: 'broken', dependencies: { requires: [{ name: 'absent' }] } }, site.signer);
    await publish(publishOptions(site, [broken], { channel: 'stable' }));
    await using other = await createDnfClient(renderDotRepo(sampleConfig, 'stable', 'el9', { baseUrl: server.url }));
    expect(await other.plugin('repoclosure')).toMatchObject({ status: 1, output: expect.stringContaining('unresolved deps') });
  });

  it('serves dnf updateinfo, upgrade --security, downgrade and history undo', async () => {
    expect(await expectDone(host.dnf('updateinfo', 'list'))).toContain('SAMPLE-1 Important/Sec. library-2.0-1.el9.noarch');
    expect(await expectDone(host.dnf('updateinfo', 'info', '--security'))).toContain('CVE-2026-1234');
    await expectDone(host.dnf('upgrade', '--security'));
    expect(await listInstalled(host.root)).toEqual([newer[0], older[1]]);
    await expectDone(host.dnf('upgrade'));
    expect(await listInstalled(host.root)).toEqual(newer);
    await expectDone(host.dnf('downgrade', 'program', 'library'));
    expect(await listInstalled(host.root)).toEqual(older);
    await expectDone(host.dnf('history', 'undo', 'last'));
    expect(await listInstalled(host.root)).toEqual(newer);
    await expectDone(host.dnf('history', 'rollback', '1'));
    expect(await listInstalled(host.root)).toEqual(older);
  });

  it('serves zypper lu, list-patches and patch', async () => {
    expect(await expectDone(suse.zypper('lu'))).toMatch(/program +\| 1\.0-1\.el9 +\| 2\.0-1\.el9/);
    expect(await expectDone(suse.zypper('list-patches'))).toMatch(/SAMPLE-1 +\| security +\| important/);
    await expectDone(suse.zypper('patch'));
    expect(await listInstalled(suse.root)).toEqual([newer[0], older[1]]);
    await expectDone(suse.zypper('update'));
    expect(await listInstalled(suse.root)).toEqual(newer);
  });
});

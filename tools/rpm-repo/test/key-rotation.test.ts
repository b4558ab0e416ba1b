import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PublicKeys, Signer } from '@bigpanda/signer';
import { createVerifier } from '@bigpanda/signer';
import { listKeyFiles, publish, releaseFiles, renderDotRepo, repairRepository, serveRepository, verifyRepository, type RepositoryServer } from '../src/index.ts';
import { createDnfClient, runProgram, type DnfClient } from './dnf-client.ts';
import { createKey, createSite, publishOptions, sampleConfig, writeSample, type SampleSite } from './sample-repository.ts';

const config = sampleConfig;
let [first, second]: [Signer | undefined, Signer | undefined] = [undefined, undefined];
let keyFolder = '';

beforeAll(async () => {
  keyFolder = await mkdtemp(join(tmpdir(), 'rotation-'));
  [first, second] = await Promise.all([createKey(keyFolder, 'first'), createKey(keyFolder, 'second')]);
});

afterAll(() => rm(keyFolder, { recursive: true }));

/** What clients are given before, between and after the two steps of a rotation. */
function keysAt(step: 'before' | 'prepared' | 'rotated'): { readonly signer: Signer; readonly keys: PublicKeys } {
  if (first === undefined || second === undefined) throw new Error('the keys are not made yet');
  const signer = step === 'rotated' ? second : first;
  const others = { before: [], prepared: [second], rotated: [first] }[step];
  return { signer, keys: { current: signer, others, additional: [] } };
}

/** Publishes one package at a step of the rotation, signed by the key that signs then. */
async function publishAt(site: SampleSite, step: Parameters<typeof keysAt>[0], name: string): Promise<void> {
  const { signer, keys } = keysAt(step);
  const verifier = await createVerifier([keys.current, ...keys.others].map(({ publicKeyArmored }) => publicKeyArmored));
  await publish(publishOptions({ ...site, signer, verifier }, [await writeSample({ name }, signer)], { keys }));
}

async function listProblems(site: SampleSite): Promise<unknown> {
  const { keys } = keysAt('rotated');
  return verifyRepository(site.root, { publicKeys: [keys.current, ...keys.others].map(({ publicKeyArmored }) => publicKeyArmored) });
}

async function fetchDotRepo(server: RepositoryServer): Promise<string> {
  return (await fetch(`${server.url}/channels/testing/el9.repo`)).text();
}

/** A client whose keys are files, as the release package of a step brings them; the system's dnf reads them outside of its install root. */
async function installRelease(client: DnfClient, server: RepositoryServer, step: Parameters<typeof keysAt>[0]): Promise<void> {
  const folder = join(client.root, 'keys');
  await mkdir(folder, { recursive: true });
  const [dotRepo, ...keys] = releaseFiles(config, keysAt(step).keys);
  for (const { destination, bytes } of keys) await writeFile(join(folder, destination.split('/').at(-1) ?? ''), bytes);
  const text = Buffer.from(dotRepo?.bytes ?? '').toString();
  await client.writeDotRepo(text.replaceAll('file:///etc/pki/rpm-gpg', `file://${folder}`).replaceAll('https://packages.example/sample', server.url));
}

async function install(client: DnfClient, ...names: readonly string[]): Promise<void> {
  const outcome = await client.dnf('install', '--refresh', ...names);
  expect(outcome.status, outcome.output).toBe(0);
  expect((await client.rpm('-q', ...names)).status).toBe(0);
}

describe('a rotation of the key', () => {
  it('leaves a client of dnf, set up before with keys from the server, and a new one, with packages of the old and the new key', async () => {
    await using site = await createSite(keysAt('before').signer);
    for (const name of ['early', 'late']) await publishAt(site, 'before', name);
    await using server = await serveRepository({ root: site.root, port: 0, config });
    await using old = await createDnfClient(await fetchDotRepo(server));
    await install(old, 'early');
    await publishAt(site, 'rotated', 'next');
    await install(old, 'late', 'next');
    const dotRepo = await fetchDotRepo(server);
    expect(dotRepo.match(/^ *(?:gpgkey=)?http\S+RPM-GPG-KEY\S*$/gm)).toEqual([
      `gpgkey=${server.url}/keys/RPM-GPG-KEY-sample`,
      `       ${server.url}/keys/RPM-GPG-KEY-sample-${keysAt('before').signer.fingerprint.slice(-8)}`,
    ]);
    await using fresh = await createDnfClient(dotRepo);
    await install(fresh, 'early', 'late', 'next');
    expect(await listProblems(site)).toEqual([]);
  });

  it('that was prepared leaves a client of dnf whose keys are files with packages of both keys; without that it would refuse the new one', async () => {
    await using site = await createSite(keysAt('before').signer);
    for (const name of ['early', 'late']) await publishAt(site, 'before', name);
    await using server = await serveRepository({ root: site.root, port: 0, config });
    await using careful = await createDnfClient('');
    await using careless = await createDnfClient('');
    for (const client of [careful, careless]) {
      await installRelease(client, server, 'before');
      await install(client, 'early');
    }
    await publishAt(site, 'prepared', 'between');
    await installRelease(careful, server, 'prepared');
    await install(careful, 'between');
    await publishAt(site, 'rotated', 'next');
    await install(careful, 'late', 'next');
    const refused = await careless.dnf('install', '--refresh', 'next');
    expect(refused.status, refused.output).toBe(1);
    expect(refused.output).toContain('GPG signature');
  });

  it('leaves a client of zypper, set up before, and a new one, with packages of both keys', async () => {
    await using site = await createSite(keysAt('before').signer);
    for (const name of ['early', 'late']) await publishAt(site, 'before', name);
    await using server = await serveRepository({ root: site.root, port: 0, config });
    const url = `${server.url}/channels/testing/el9/`;
    const [old, fresh] = ['old', 'fresh'].map((name) => join(site.folder, name)) as [string, string];
    const zypper = async (root: string, ...parameters: readonly string[]) => {
      const outcome = await runProgram('zypper', ['--root', root, '--non-interactive', '--gpg-auto-import-keys', ...parameters], { ...process.env, LC_ALL: 'C.UTF-8' });
      expect(outcome.status, outcome.output).toBe(0);
    };
    const add = (root: string) => zypper(root, 'addrepo', '--refresh', '--gpgcheck', url, 'sample');
    await add(old);
    await zypper(old, 'install', 'early');
    await publishAt(site, 'rotated', 'next');
    await zypper(old, 'refresh', '--force');
    await zypper(old, 'install', 'late', 'next');
    const dotRepo = join(site.folder, 'sample.repo');
    const keyFiles = await listKeyFiles(site.root, config, { channel: 'testing', target: 'el9' });
    await writeFile(dotRepo, renderDotRepo(config, 'testing', 'el9', { baseUrl: server.url, via: 'baseurl', keyFiles }));
    await zypper(fresh, 'addrepo', dotRepo);
    await zypper(fresh, 'install', 'early', 'next');
  });

  it('is refused where the old key would be lost for clients, and changes nothing then', async () => {
    await using site = await createSite(keysAt('before').signer);
    await publishAt(site, 'before', 'early');
    const { signer } = keysAt('rotated');
    const verifier = await createVerifier([signer.publicKeyArmored]);
    const attempt = publish(publishOptions({ ...site, signer, verifier }, [await writeSample({ name: 'next' }, signer)]));
    await expect(attempt).rejects.toMatchObject({ code: 'KEY_CHANGED', exitStatus: 3, hint: expect.stringContaining('repo-config/keys') });
    expect(await readFile(join(site.root, 'keys/RPM-GPG-KEY-sample'), 'utf8')).toBe(keysAt('before').signer.publicKeyArmored);
    expect(await verifyRepository(site.root)).toEqual([]);
  });

  it('leaves key files that repair puts back, each with its own key', async () => {
    await using site = await createSite(keysAt('before').signer);
    await publishAt(site, 'before', 'early');
    await publishAt(site, 'rotated', 'next');
    const names = ['RPM-GPG-KEY-sample', `RPM-GPG-KEY-sample-${keysAt('before').signer.fingerprint.slice(-8)}`].map((name) => join(site.root, 'keys', name));
    const texts = await Promise.all(names.map((name) => readFile(name, 'utf8')));
    for (const name of names) await writeFile(name, 'damaged');
    const { repaired, left } = await repairRepository(site.root, { config, ...keysAt('rotated') });
    expect([repaired.length, left]).toEqual([2, []]);
    expect(await Promise.all(names.map((name) => readFile(name, 'utf8')))).toEqual(texts);
  });
});

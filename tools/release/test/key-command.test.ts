import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createVerifier } from '@bigpanda/signer';
import { runCommandLine } from '../src/command-line.ts';
import { openSigning } from '../src/pipeline/open-signing.ts';
import { openWorkspace } from '../src/workspace.ts';

interface Site {
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
  /** What a command prints as JSON; throws what it says on standard error when it fails. */
  run(...parameters: readonly string[]): Promise<Printed>;
}

interface Printed {
  readonly current: { readonly fingerprint: string };
  readonly next: { readonly fingerprint: string } | null;
  readonly previous: readonly { readonly fingerprint: string }[];
  readonly published: string | null;
  readonly takes?: { readonly fingerprint: string };
  readonly files?: readonly string[];
}

/** A workspace with one component, whose configuration says who signs. */
function makeSite(signing?: object, environment: Readonly<Record<string, string>> = {}): Site {
  const folder = mkdtempSync(join(tmpdir(), 'key-command-'));
  onTestFinished(() => { rmSync(folder, { recursive: true }); });
  const root = join(folder, 'workspace');
  mkdirSync(join(root, 'repo-config'), { recursive: true });
  writeFileSync(join(root, 'repo-config/repository.json'), JSON.stringify({
    name: 'sample', vendor: 'Sample', url: 'https://sample.example/', targets: [{ name: 'el9', payload: { codec: 'gzip', level: 6 } }],
    channels: { testing: { title: 'Sample', baseUrl: 'https://sample.example', metadataExpireSeconds: 300 } }, versions: { first: '0.1.0' }, signing,
  }));
  writeFileSync(join(root, 'repo-config/rpm.json'), JSON.stringify({ name: 'sample-release', summary: 'Sample', description: 'Sample.', license: 'MIT', url: 'https://sample.example/' }));
  spawnSync('git', ['init', '--quiet', root]);
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, XDG_STATE_HOME: join(folder, 'state'), ...environment };
  let seconds = 1_700_000_000;
  return {
    root,
    env,
    async run(...parameters) {
      let [printed, failed] = ['', ''];
      const status = await runCommandLine([...parameters, '--json'], {
        workingFolder: root, env, now: () => new Date((seconds += 1) * 1000), user: 'tester', isTerminal: false, colours: false, signal: new AbortController().signal,
        write: (text) => { printed += text; },
        writeError: (text) => { failed += text; },
      });
      if (status !== 0) throw new Error(`status ${status}: ${failed}`);
      return JSON.parse(printed) as Printed;
    },
  };
}

const open = async ({ root, env }: Site) => openSigning(await openWorkspace(root), { env, now: () => new Date(1_700_000_000_000), isTerminal: false });

describe('bigpanda key rotate', () => {
  it('prepares a key that clients get before it signs, then lets it sign, and gives clients both all the time', async () => {
    const site = makeSite();
    await site.run('key', 'create');
    const before = await open(site);
    expect(before.keys.others).toEqual([]);
    const prepared = await site.run('key', 'rotate', '--prepare');
    expect(prepared).toMatchObject({ current: { fingerprint: before.signers.signer.fingerprint }, previous: [] });
    const next = prepared.next?.fingerprint ?? '';
    expect(prepared.published).toBe(`repo-config/keys/sample-${next.slice(-8)}.asc`);
    expect((await open(site)).keys).toMatchObject({ current: { fingerprint: before.signers.signer.fingerprint }, others: [{ fingerprint: next }] });
    expect(await site.run('key', 'rotate', '--dry-run')).toMatchObject({ takes: { fingerprint: next } });
    const rotated = await site.run('key', 'rotate');
    expect(rotated).toMatchObject({ current: { fingerprint: next }, next: null, previous: [{ fingerprint: before.signers.signer.fingerprint }] });
    expect(readdirSync(join(site.root, 'repo-config/keys'))).toHaveLength(2);
    const after = await open(site);
    expect(after.signers.signer.fingerprint).toBe(next);
    expect(after.keys.others.map(({ fingerprint }) => fingerprint)).toEqual([before.signers.signer.fingerprint]);
    // Whoever has the checkout and another key store, such as a runner of CI, gives clients the same.
    const elsewhere = await openSigning(await openWorkspace(site.root), { env: { ...site.env, XDG_STATE_HOME: join(site.root, '../other') }, now: () => new Date(), isTerminal: false });
    expect(elsewhere.keys.others.map(({ fingerprint }) => fingerprint).sort()).toEqual([next, before.signers.signer.fingerprint].sort());
    const { files = [] } = await site.run('key', 'export', '--out', 'exported');
    expect(files.map((file) => file.split('/').at(-1))).toEqual(['RPM-GPG-KEY-sample', `RPM-GPG-KEY-sample-${before.signers.signer.fingerprint.slice(-8)}`, 'repomd.xml.key']);
  });

  it('writes nothing in a dry run, and leaves the workspace alone for a key that is named', async () => {
    const site = makeSite();
    await site.run('key', 'create', '--name', 'other');
    await site.run('key', 'rotate', '--name', 'other', '--prepare', '--dry-run');
    expect((await site.run('key', 'list', '--name', 'other')).next).toBeNull();
    expect(await site.run('key', 'rotate', '--name', 'other')).toMatchObject({ published: null });
    expect(existsSync(join(site.root, 'repo-config/keys'))).toBe(false);
  });

  it.each([['gpg', { kind: 'gpg', key: 'Site' }], ['command', { kind: 'command', command: ['sign'], publicKeyFile: 'key.asc' }]])('is refused where the key is held by %s', async (_kind, signing) => {
    await expect(makeSite(signing).run('key', 'rotate')).rejects.toThrow(/^status 2: error: .*\n {2}hint: .*docs\/signing\.md/);
  });
});

describe('openSigning', () => {
  it('signs by the program that the configuration names, gives clients the certificates of repo-config/keys, and a second signature', async () => {
    // gpg stands for a site's program here: it reads the data and prints a signature.
    const home = mkdtempSync(join(tmpdir(), 'gpg-'));
    onTestFinished(() => {
      spawnSync('gpgconf', ['--homedir', home, '--kill', 'gpg-agent']);
      rmSync(home, { recursive: true });
    });
    const gpg = (...parameters: readonly string[]) => spawnSync('gpg', ['--batch', '--quiet', '--homedir', home, '--pinentry-mode', 'loopback', '--passphrase', '', ...parameters], { encoding: 'utf8' }).stdout;
    for (const user of ['Site', 'Earlier']) gpg('--quick-generate-key', user, 'rsa2048', 'sign', 'never');
    const site = makeSite({
      kind: 'command', command: ['gpg', '--homedir', home, '--batch', '--local-user', 'Site', '--digest-algo', 'SHA256', '--detach-sign'], publicKeyFile: 'repo-config/site.asc',
      additional: [{ kind: 'embedded' }],
    });
    mkdirSync(join(site.root, 'repo-config/keys'));
    writeFileSync(join(site.root, 'repo-config/site.asc'), gpg('--armor', '--export', 'Site'));
    writeFileSync(join(site.root, 'repo-config/keys/earlier.asc'), gpg('--armor', '--export', 'Earlier'));
    const { signers, keys } = await open(site);
    expect(signers).toMatchObject({ signer: { kind: 'command', algorithm: 'rsa' }, additional: [{ kind: 'embedded', algorithm: 'eddsaLegacy' }] });
    const data = Buffer.from('what is signed');
    const verifier = await createVerifier([readFileSync(join(site.root, 'repo-config/site.asc'), 'utf8')]);
    expect(await verifier.verify(data, await signers.signer.sign(data, 1_700_000_000))).toMatchObject({ valid: true });
    expect(keys.others).toMatchObject([{ userId: 'Earlier' }]);
    expect(keys.additional).toMatchObject([{ algorithm: 'eddsaLegacy' }]);
    expect((await site.run('key', 'export', '--out', 'exported')).files).toHaveLength(4);
  });

  it('says which file of repo-config/keys is no certificate', async () => {
    const site = makeSite();
    mkdirSync(join(site.root, 'repo-config/keys'));
    writeFileSync(join(site.root, 'repo-config/keys/broken.asc'), 'no key');
    await expect(open(site)).rejects.toMatchObject({ code: 'KEY_INVALID', message: expect.stringContaining('"repo-config/keys/broken.asc"') });
  });
});

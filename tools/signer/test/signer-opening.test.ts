import { chmod, copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createVerifier, openKey, openSigners, type CommandConfiguration, type SigningWorld } from '@bigpanda/signer';
import { makeFolder, run } from './fixture.ts';
import { makeGnupg, type Gnupg } from './gnupg.ts';

const text = Buffer.from('what is signed\n');

function worldOf(folder: string, environment: SigningWorld['environment'] = {}): SigningWorld {
  return { environment: { PATH: process.env['PATH'], XDG_STATE_HOME: join(folder, 'state'), ...environment }, name: 'sample', folder, userId: 'Sample', nowSeconds: 1_700_000_000 };
}

describe('openSigners', () => {
  it('makes the user\'s RSA key without a configuration, and an Ed25519 key beside it where one is wanted', async () => {
    await using folder = await makeFolder();
    expect(await openSigners(undefined, worldOf(folder.path))).toMatchObject({ signer: { kind: 'embedded', algorithm: 'rsa' }, additional: [] });
    const both = await openSigners({ kind: 'embedded', additional: [{ kind: 'embedded' }] }, worldOf(folder.path));
    expect(both).toMatchObject({ signer: { algorithm: 'rsa' }, additional: [{ algorithm: 'eddsaLegacy' }] });
    expect(await readdir(join(folder.path, 'state/bigpanda/keys'))).toEqual(['sample-ed25519.asc', 'sample.asc']);
  });

  it('does not make a key that a configuration names', async () => {
    await using folder = await makeFolder();
    await expect(openSigners({ kind: 'embedded', keyFile: 'release.asc' }, worldOf(folder.path))).rejects.toMatchObject({ code: 'KEY_MISSING', message: expect.stringContaining(join(folder.path, 'release.asc')) });
  });

  it('lets the environment choose another key file, or a key of gpg\'s, but not both', async () => {
    await using gnupg = await makeGnupg();
    const fingerprint = gnupg.makeKey({ userId: 'Site', algorithm: 'rsa2048' });
    const command: CommandConfiguration = { kind: 'command', command: ['/nonexistent'], publicKeyFile: 'none' };
    const world = (environment: SigningWorld['environment']): SigningWorld => worldOf(gnupg.home, { GNUPGHOME: gnupg.home, ...environment });
    expect((await openSigners(command, world({ BIGPANDA_KEY_FILE: join(gnupg.home, 'own.asc') }))).signer).toMatchObject({ kind: 'embedded' });
    expect((await openSigners(command, world({ BIGPANDA_GPG_KEY: 'Site' }))).signer).toMatchObject({ kind: 'gpg', fingerprint });
    await expect(openSigners(undefined, world({ BIGPANDA_KEY_FILE: '/a', BIGPANDA_GPG_KEY: 'Site' }))).rejects.toMatchObject({ code: 'SIGNER_UNCLEAR', exitStatus: 2 });
  });

  it('refuses a first signer that is not RSA', async () => {
    await using gnupg = await makeGnupg();
    gnupg.makeKey({ userId: 'Site', algorithm: 'ed25519' });
    await expect(openSigners({ kind: 'gpg', key: 'Site', homeFolder: '.' }, worldOf(gnupg.home))).rejects.toMatchObject({ code: 'SIGNER_NOT_RSA', exitStatus: 2 });
    const { additional } = await openSigners({ kind: 'embedded', additional: [{ kind: 'gpg', key: 'Site', homeFolder: '.' }] }, worldOf(gnupg.home));
    expect(additional).toMatchObject([{ kind: 'gpg', algorithm: 'eddsaLegacy' }]);
  });
});

describe('openSigners with gpg', () => {
  it('signs with the subkey whose secret is there, and not with one that was taken away', async () => {
    await using gnupg = await makeGnupg();
    await using other = await makeGnupg();
    const primary = gnupg.makeKey({ userId: 'Site', algorithm: 'rsa2048' });
    gnupg.print('--passphrase', '', '--quick-add-key', primary, 'rsa2048', 'sign', 'never');
    await writeFile(join(other.home, 'subkey'), gnupg.print('--passphrase', '', '--armor', '--export-secret-subkeys', primary));
    other.print('--import', join(other.home, 'subkey'));
    const { signer } = await openSigners({ kind: 'gpg', key: primary, homeFolder: '.' }, worldOf(other.home));
    expect(signer.fingerprint).not.toBe(primary);
    const verifier = await createVerifier([signer.publicKeyArmored]);
    expect(await verifier.verify(text, await signer.sign(text, 0))).toMatchObject({ valid: true, fingerprint: signer.fingerprint });
  });

  it('unlocks a key with the passphrase in a file, and says what is wrong with another one', async () => {
    await using gnupg = await makeGnupg();
    gnupg.makeKey({ userId: 'Site', algorithm: 'rsa2048', passphrase: 'open sesame' });
    run('gpgconf', ['--homedir', gnupg.home, '--kill', 'gpg-agent']);
    const [right, wrong] = [join(gnupg.home, 'right'), join(gnupg.home, 'wrong')];
    await writeFile(right, 'open sesame\n', { mode: 0o600 });
    await writeFile(wrong, 'open barley\n', { mode: 0o600 });
    const closed = await openSigners({ kind: 'gpg', key: 'Site', homeFolder: '.', passphraseFile: 'wrong' }, worldOf(gnupg.home));
    await expect(closed.signer.sign(text, 0)).rejects.toMatchObject({ code: 'GPG_FAILED', message: expect.not.stringContaining('barley'), hint: expect.stringContaining('BIGPANDA_KEY_PASSPHRASE_FILE') });
    const open = await openSigners({ kind: 'gpg', key: 'Site', homeFolder: '.' }, worldOf(gnupg.home, { BIGPANDA_KEY_PASSPHRASE_FILE: right }));
    expect(await open.signer.sign(text, 0)).toBeInstanceOf(Uint8Array);
  });

  it('refuses a key that is not there, one that is ambiguous, one that has expired, and a gpg that is not there', async () => {
    await using gnupg = await makeGnupg();
    gnupg.makeKey({ userId: 'First of Site', algorithm: 'rsa2048' });
    gnupg.makeKey({ userId: 'Second of Site', algorithm: 'rsa2048', expires: '1d' });
    const open = (key: string, program?: string) => openSigners({ kind: 'gpg', key, homeFolder: '.', program }, worldOf(gnupg.home));
    await expect(open('Third')).rejects.toMatchObject({ code: 'KEY_MISSING', exitStatus: 2 });
    await expect(open('--version')).rejects.toMatchObject({ code: 'KEY_MISSING' });
    await expect(open('Site')).rejects.toMatchObject({ code: 'KEY_AMBIGUOUS' });
    await expect(open('First', '/nonexistent/gpg')).rejects.toMatchObject({ code: 'GPG_MISSING', exitStatus: 2 });
    const { signer } = await open('Second');
    await expect(signer.sign(text, signer.createdSeconds + 86_400)).rejects.toMatchObject({ code: 'KEY_EXPIRED', hint: expect.stringContaining('rotate') });
  });
});

describe('openSigners with a command', () => {
  async function signBy(gnupg: Gnupg, configuration: Partial<CommandConfiguration>): Promise<Uint8Array> {
    await writeFile(join(gnupg.home, 'public.asc'), gnupg.print('--armor', '--export', 'Site'));
    const { signer } = await openSigners({ kind: 'command', publicKeyFile: 'public.asc', command: [], ...configuration }, worldOf(gnupg.home));
    return signer.sign(text, 0);
  }
  const gpg = (home: string, ...parameters: string[]): string[] => ['gpg', '--batch', '--quiet', '--homedir', home, ...parameters];

  it('takes a binary signature of any time, and one of its own packet format', async () => {
    await using gnupg = await makeGnupg();
    gnupg.makeKey({ userId: 'Site', algorithm: 'rsa2048' });
    expect(await signBy(gnupg, { command: gpg(gnupg.home, '--digest-algo', 'SHA256', '--detach-sign') })).toBeInstanceOf(Uint8Array);
  });

  it('does not give its parameters to a shell', async () => {
    await using gnupg = await makeGnupg();
    gnupg.makeKey({ userId: 'Site', algorithm: 'rsa2048' });
    const touched = join(gnupg.home, 'touched');
    await expect(signBy(gnupg, { command: ['echo', `; touch ${touched}; $(touch ${touched})`] })).rejects.toMatchObject({ code: 'SIGNATURE_UNFIT' });
    expect(await readdir(gnupg.home)).not.toContain('touched');
  });

  it('refuses what is no good, each with what is wrong', async () => {
    await using gnupg = await makeGnupg();
    gnupg.makeKey({ userId: 'Site', algorithm: 'rsa2048' });
    gnupg.makeKey({ userId: 'Other', algorithm: 'rsa2048' });
    const sign = (...parameters: string[]) => gpg(gnupg.home, '--local-user', 'Site', ...parameters);
    const unfit = (fact: string) => ({ code: 'SIGNATURE_UNFIT', message: expect.stringContaining(fact), hint: expect.stringContaining('RSA with SHA-256') });
    const cases: readonly (readonly [readonly string[], object])[] = [
      [[], { code: 'SIGN_COMMAND_EMPTY', exitStatus: 2 }],
      [['/nonexistent/hsm'], { code: 'SIGN_COMMAND_MISSING', exitStatus: 2 }],
      [['/etc/passwd'], { code: 'SIGN_COMMAND_MISSING' }],
      [['sh', '-c', 'echo no card >&2; exit 7'], { code: 'SIGN_COMMAND_FAILED', message: expect.stringMatching(/status 7: no card$/) }],
      [['sh', '-c', 'kill -9 $$'], { code: 'SIGN_COMMAND_FAILED', message: expect.stringContaining('signal') }],
      [['true'], { code: 'SIGNATURE_MISSING' }],
      [['echo', 'hello'], unfit('not a signature packet')],
      [['cat'], unfit('not a signature packet')],
      [['yes'], { code: 'SIGN_COMMAND_FAILED', message: expect.stringContaining('too much output') }],
      [sign('--digest-algo', 'SHA512', '--detach-sign'), unfit('wanted sha256')],
      [sign('--digest-algo', 'SHA256', '--textmode', '--detach-sign'), unfit('wanted 0, over a binary document')],
      [sign('--digest-algo', 'SHA256', '--sign'), unfit('not a signature packet')],
      [gpg(gnupg.home, '--local-user', 'Other', '--digest-algo', 'SHA256', '--detach-sign'), unfit('is of the key')],
      [['sh', '-c', `echo other | gpg --batch --quiet --homedir '${gnupg.home}' --local-user Site --digest-algo SHA256 --detach-sign`], unfit('does not fit the data')],
      [gpg(gnupg.home, '--local-user', 'Site', '--local-user', 'Other', '--digest-algo', 'SHA256', '--detach-sign'), unfit('the signature packet has')],
    ];
    for (const [command, expected] of cases) await expect(signBy(gnupg, { command }), command.join(' ')).rejects.toMatchObject(expected);
  });

  it('ends a program that gives no answer', async () => {
    await using gnupg = await makeGnupg();
    gnupg.makeKey({ userId: 'Site', algorithm: 'rsa2048' });
    await expect(signBy(gnupg, { command: ['sleep', '60'], timeoutSeconds: 0.2 })).rejects.toMatchObject({ code: 'SIGN_COMMAND_FAILED', message: expect.stringContaining('time limit') });
  });

  it('refuses a certificate that is missing, is none, or is one of two', async () => {
    await using gnupg = await makeGnupg();
    gnupg.makeKey({ userId: 'Site one', algorithm: 'rsa2048' });
    gnupg.makeKey({ userId: 'Site two', algorithm: 'rsa2048' });
    await writeFile(join(gnupg.home, 'none.asc'), 'nothing');
    await expect(signBy(gnupg, { command: ['cat'], publicKeyFile: 'absent.asc' })).rejects.toMatchObject({ code: 'PUBLIC_KEY_MISSING' });
    await expect(signBy(gnupg, { command: ['cat'], publicKeyFile: 'none.asc' })).rejects.toMatchObject({ code: 'PUBLIC_KEY_INVALID' });
    await expect(signBy(gnupg, { command: ['cat'] })).rejects.toMatchObject({ code: 'PUBLIC_KEY_INVALID', message: expect.stringContaining('2 certificates') });
  });
});

describe('openKey', () => {
  it('opens a key that gpg exported with a passphrase, and refuses a wrong one or none without telling it', async () => {
    await using gnupg = await makeGnupg();
    const fingerprint = gnupg.makeKey({ userId: 'Site', algorithm: 'rsa2048', passphrase: 'open sesame' });
    const [keyFile, passphraseFile] = [join(gnupg.home, 'key.asc'), join(gnupg.home, 'passphrase')];
    await writeFile(keyFile, gnupg.print('--passphrase', 'open sesame', '--armor', '--export-secret-keys'), { mode: 0o600 });
    await writeFile(passphraseFile, 'open sesame\n', { mode: 0o600 });
    const choice = { name: 'sample', keyFile, environment: {} };
    expect(await openKey({ ...choice, passphraseFile })).toMatchObject({ fingerprint });
    expect(await openKey({ ...choice, environment: { BIGPANDA_KEY_PASSPHRASE_FILE: passphraseFile } })).toMatchObject({ fingerprint });
    expect(await openKey({ ...choice, askPassphrase: async (question) => (question.includes(keyFile) ? 'open sesame' : '') })).toMatchObject({ fingerprint });
    await expect(openKey(choice)).rejects.toMatchObject({ code: 'KEY_PASSPHRASE_MISSING', exitStatus: 2, hint: expect.stringContaining('BIGPANDA_KEY_PASSPHRASE_FILE') });
    await expect(openKey({ ...choice, askPassphrase: async () => 'open barley' })).rejects.toMatchObject({ code: 'KEY_PASSPHRASE_WRONG', message: expect.not.stringContaining('barley') });
  });

  it('refuses a passphrase file that others may read, that is empty or missing', async () => {
    await using folder = await makeFolder();
    await using gnupg = await makeGnupg();
    gnupg.makeKey({ userId: 'Site', algorithm: 'ed25519', passphrase: 'open sesame' });
    const keyFile = join(folder.path, 'key.asc');
    await writeFile(keyFile, gnupg.print('--passphrase', 'open sesame', '--armor', '--export-secret-keys'), { mode: 0o600 });
    const open = (name: string) => openKey({ name: 'sample', keyFile, environment: {}, passphraseFile: join(folder.path, name) });
    await writeFile(join(folder.path, 'open'), 'open sesame\n', { mode: 0o644 });
    await writeFile(join(folder.path, 'empty'), '\n', { mode: 0o600 });
    await expect(open('open')).rejects.toMatchObject({ code: 'PASSPHRASE_FILE_OPEN_TO_OTHERS', hint: expect.stringContaining('chmod 600') });
    await expect(open('empty')).rejects.toMatchObject({ code: 'PASSPHRASE_EMPTY' });
    await expect(open('absent')).rejects.toMatchObject({ code: 'PASSPHRASE_FILE_MISSING' });
  });

  it('refuses a key whose secret is damaged, a public key, a folder, and a file that others may read', async () => {
    await using gnupg = await makeGnupg();
    const fingerprint = gnupg.makeKey({ userId: 'Site', algorithm: 'rsa2048' });
    const open = (name: string) => openKey({ name: 'sample', keyFile: join(gnupg.home, name), environment: {} });
    const secret = gnupg.print('--armor', '--export-secret-keys');
    await writeFile(join(gnupg.home, 'whole.asc'), secret, { mode: 0o600 });
    expect(await open('whole.asc')).toMatchObject({ fingerprint });
    const lines = secret.split('\n');
    for (let line = 8; line < lines.length - 4; line += 3) {
      const damaged = lines.map((old, index) => (index === line ? old.replace(/^.{20}/, (part) => part.split('').reverse().join('')) : old)).join('\n');
      await writeFile(join(gnupg.home, 'damaged.asc'), damaged, { mode: 0o600 });
      await expect(open('damaged.asc'), `line ${line}`).rejects.toMatchObject({ code: 'KEY_INVALID' });
    }
    await writeFile(join(gnupg.home, 'cut.asc'), secret.slice(0, 900), { mode: 0o600 });
    await writeFile(join(gnupg.home, 'public.asc'), gnupg.print('--armor', '--export'), { mode: 0o600 });
    await mkdir(join(gnupg.home, 'folder.asc'), { mode: 0o700 });
    await expect(open('cut.asc')).rejects.toMatchObject({ code: 'KEY_INVALID' });
    await expect(open('public.asc')).rejects.toMatchObject({ code: 'KEY_INVALID' });
    await expect(open('folder.asc')).rejects.toMatchObject({ code: 'KEY_FILE_UNREADABLE' });
    await copyFile(join(gnupg.home, 'whole.asc'), join(gnupg.home, 'shown.asc'));
    await chmod(join(gnupg.home, 'shown.asc'), 0o644);
    await expect(open('shown.asc')).rejects.toMatchObject({ code: 'KEY_FILE_OPEN_TO_OTHERS' });
  });
});

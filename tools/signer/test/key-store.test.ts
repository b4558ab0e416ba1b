import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createKey, createVerifier, keyFilePath, openKey, parseLifetime, prepareRotation, publicKeysOf, readKeyring, renderPublicKeyFiles, renderZypperKeyFile, requireNoKey, rotateKey } from '@bigpanda/signer';
import { makeFolder, run } from './fixture.ts';
import { makeGnupg } from './gnupg.ts';

const createdSeconds = 1_700_000_000;
const text = Buffer.from('what is signed\n');

function wishFor(folder: string, options: Partial<Parameters<typeof createKey>[0]> = {}): Parameters<typeof createKey>[0] {
  return { environment: { XDG_STATE_HOME: folder }, name: 'sample', userId: 'Sample packages <packages@sample.invalid>', createdSeconds, algorithm: 'ed25519', ...options };
}

async function modes(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = await readdir(folder);
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, ((await stat(join(folder, name))).mode & 0o777).toString(8)])));
}

describe('createKey', () => {
  it('makes an RSA-4096 key that expires when it is to, as gpg and rpm read it', async () => {
    await using folder = await makeFolder();
    await using gnupg = await makeGnupg();
    const made = await createKey(wishFor(folder.path, { algorithm: 'rsa4096', lifetimeSeconds: 1_000_000_000 }));
    expect(made).toMatchObject({ algorithm: 'rsa', userId: 'Sample packages <packages@sample.invalid>', createdSeconds, expiresSeconds: createdSeconds + 1_000_000_000 });
    await writeFile(join(folder.path, 'public.asc'), made.publicKeyArmored);
    gnupg.print('--import', join(folder.path, 'public.asc'));
    const [pub = ''] = gnupg.print('--with-colons', '--list-keys').split('\n').filter((line) => line.startsWith('pub:'));
    expect(pub.split(':').slice(1, 7)).toEqual(['-', '4096', '1', made.fingerprint.slice(-16).toUpperCase(), String(createdSeconds), String(createdSeconds + 1_000_000_000)]);
    expect(run('rpmkeys', ['--dbpath', join(folder.path, 'db'), '--import', join(folder.path, 'public.asc')])).toEqual({ status: 0, output: '' });
  });

  it('protects the private key with a passphrase, which is needed to sign and not to list', async () => {
    await using folder = await makeFolder();
    const made = await createKey(wishFor(folder.path, { passphrase: 'open sesame' }));
    const choice = wishFor(folder.path);
    expect(await readKeyring(choice)).toEqual({ current: made, isProtected: true, previous: [] });
    await expect(openKey(choice)).rejects.toMatchObject({ code: 'KEY_PASSPHRASE_MISSING' });
    expect(await openKey({ ...choice, askPassphrase: async () => 'open sesame' })).toMatchObject({ fingerprint: made.fingerprint });
    expect(await readFile(keyFilePath(choice), 'utf8')).not.toContain('open sesame');
  });

  it('does not take the place of a key that is there, even of one made at the same time', async () => {
    await using folder = await makeFolder();
    const results = await Promise.allSettled([0, 1, 2].map(() => createKey(wishFor(folder.path))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(createKey(wishFor(folder.path))).rejects.toMatchObject({ code: 'KEY_EXISTS', exitStatus: 3, hint: expect.stringContaining('rotate') });
    await expect(requireNoKey(wishFor(folder.path))).rejects.toMatchObject({ code: 'KEY_EXISTS' });
    expect(await modes(join(folder.path, 'bigpanda/keys'))).toEqual({ 'sample.asc': '600' });
  });
});

describe('rotateKey', () => {
  it('lets a new key sign and keeps the old ones for clients, the latest first', async () => {
    await using folder = await makeFolder();
    const choice = wishFor(folder.path);
    const first = await createKey(choice);
    const signedByFirst = await (await openKey(choice)).sign(text, createdSeconds);
    await rotateKey(wishFor(folder.path, { createdSeconds: createdSeconds + 1_000 }));
    const keyring = await rotateKey(wishFor(folder.path, { createdSeconds: createdSeconds + 2_000 }));
    expect(await readKeyring(choice)).toEqual(keyring);
    expect(keyring.previous).toMatchObject([{ createdSeconds: createdSeconds + 1_000, retiredSeconds: createdSeconds + 2_000 }, { fingerprint: first.fingerprint, retiredSeconds: createdSeconds + 1_000 }]);
    const signer = await openKey(choice);
    expect(signer.fingerprint).toBe(keyring.current.fingerprint);
    const verifier = await createVerifier([renderZypperKeyFile(publicKeysOf(keyring)).text]);
    expect(verifier.fingerprints).toHaveLength(3);
    expect(await verifier.verify(text, signedByFirst)).toMatchObject({ valid: true, fingerprint: first.fingerprint });
    expect(await verifier.verify(text, await signer.sign(text, 0))).toMatchObject({ valid: true, fingerprint: signer.fingerprint });
  });

  it('writes only files of mode 0600 and keeps the old private key under its fingerprint', async () => {
    await using folder = await makeFolder();
    const first = await createKey(wishFor(folder.path));
    const before = await readFile(keyFilePath(wishFor(folder.path)));
    await rotateKey(wishFor(folder.path, { createdSeconds: createdSeconds + 1 }));
    const keys = join(folder.path, 'bigpanda/keys');
    const retired = `sample.${first.fingerprint.slice(-16)}.retired.asc`;
    expect(await modes(keys)).toEqual({ 'sample.asc': '600', 'sample.previous.json': '600', [retired]: '600' });
    expect((await readFile(join(keys, retired))).equals(before)).toBe(true);
    expect(await readFile(join(keys, 'sample.previous.json'), 'utf8')).not.toContain('PRIVATE');
  });

  it('takes the key that was prepared, which did not sign before and is prepared once', async () => {
    await using folder = await makeFolder();
    const choice = wishFor(folder.path);
    const first = await createKey(choice);
    const prepared = await prepareRotation(wishFor(folder.path, { createdSeconds: createdSeconds + 1 }));
    expect(prepared).toMatchObject({ current: { fingerprint: first.fingerprint }, next: { createdSeconds: createdSeconds + 1 }, previous: [] });
    expect(await prepareRotation(wishFor(folder.path, { createdSeconds: createdSeconds + 2 }))).toEqual(prepared);
    expect(await openKey(choice)).toMatchObject({ fingerprint: first.fingerprint });
    expect(renderPublicKeyFiles('sample', publicKeysOf(prepared)).map(({ text: armored }) => armored)).toEqual([first.publicKeyArmored, prepared.next?.publicKeyArmored]);
    const rotated = await rotateKey(wishFor(folder.path, { createdSeconds: createdSeconds + 3 }));
    expect(rotated.current).toEqual(prepared.next);
    expect(rotated.next).toBeUndefined();
    expect(rotated.previous).toMatchObject([{ fingerprint: first.fingerprint, retiredSeconds: createdSeconds + 3 }]);
    expect(Object.keys(await modes(join(folder.path, 'bigpanda/keys')))).not.toContain('sample.next.asc');
    expect((await rotateKey(wishFor(folder.path, { createdSeconds: createdSeconds + 4 }))).current.createdSeconds).toBe(createdSeconds + 4);
  });

  it('needs a key to rotate, and refuses while another rotation is under way', async () => {
    await using folder = await makeFolder();
    await expect(rotateKey(wishFor(folder.path))).rejects.toMatchObject({ code: 'KEY_MISSING', hint: expect.stringContaining('create') });
    await createKey(wishFor(folder.path));
    const results = await Promise.allSettled([1, 2, 3].map((seconds) => rotateKey(wishFor(folder.path, { createdSeconds: createdSeconds + seconds }))));
    const refused = results.filter((result) => result.status === 'rejected');
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'KEY_ROTATION_UNDER_WAY', exitStatus: 3 });
    const { previous, current } = await readKeyring(wishFor(folder.path));
    expect(previous).toHaveLength(results.length - refused.length);
    expect(previous.map(({ fingerprint }) => fingerprint)).not.toContain(current.fingerprint);
  });

  it('leaves a key that signs, and every earlier one for clients, wherever it is killed', async () => {
    await using folder = await makeFolder();
    const choice = wishFor(folder.path);
    const known = [(await createKey(choice)).fingerprint];
    for (let round = 0; round < 12; round += 1) {
      await rotateAndKill(folder.path, round);
      await rm(join(folder.path, 'bigpanda/keys/.sample.lock'), { force: true });
      const { current, previous } = await readKeyring(choice);
      expect(await openKey(choice)).toMatchObject({ fingerprint: current.fingerprint });
      const all = [current, ...previous].map(({ fingerprint }) => fingerprint);
      expect(new Set(all).size).toBe(all.length);
      expect(all).toEqual(expect.arrayContaining(known));
      if (!known.includes(current.fingerprint)) known.push(current.fingerprint);
    }
  });

  it('refuses a list of previous keys that is damaged, and does not write over it', async () => {
    await using folder = await makeFolder();
    await createKey(wishFor(folder.path));
    const list = join(folder.path, 'bigpanda/keys/sample.previous.json');
    for (const damaged of ['', '{', '[]', '{"previous": [{"publicKey": 1, "retiredSeconds": 1}]}']) {
      await writeFile(list, damaged, { mode: 0o600 });
      await expect(rotateKey(wishFor(folder.path))).rejects.toMatchObject({ code: 'KEYRING_INVALID' });
      expect(await readFile(list, 'utf8')).toBe(damaged);
    }
  });
});

describe('renderPublicKeyFiles', () => {
  it('names a file for each key, which gpg and rpm import one by one or all from repomd.xml.key', async () => {
    await using folder = await makeFolder();
    await using gnupg = await makeGnupg();
    const first = await createKey(wishFor(folder.path, { algorithm: 'rsa4096' }));
    const keyring = await rotateKey(wishFor(folder.path, { algorithm: 'rsa4096', createdSeconds: createdSeconds + 1 }));
    const files = renderPublicKeyFiles('sample', publicKeysOf(keyring));
    expect(files.map(({ fileName }) => fileName)).toEqual(['RPM-GPG-KEY-sample', `RPM-GPG-KEY-sample-${first.fingerprint.slice(-8)}`]);
    const zypper = renderZypperKeyFile(publicKeysOf(keyring));
    expect(zypper.fileName).toBe('repomd.xml.key');
    for (const { fileName, text: armored } of [...files, zypper]) await writeFile(join(folder.path, fileName), armored);
    gnupg.print('--import', join(folder.path, 'repomd.xml.key'));
    expect(gnupg.print('--with-colons', '--list-keys').match(/^pub:/gm)).toHaveLength(2);
    for (const [database, names] of [['db1', files.map(({ fileName }) => fileName)], ['db2', ['repomd.xml.key']]] as const) {
      for (const name of names) expect(run('rpmkeys', ['--dbpath', join(folder.path, database), '--import', join(folder.path, name)])).toEqual({ status: 0, output: '' });
      expect(run('rpm', ['--dbpath', join(folder.path, database), '-qa', 'gpg-pubkey']).output.trim().split('\n')).toHaveLength(2);
    }
  });
});

describe('parseLifetime', () => {
  it.each([['90d', 7_776_000], ['2w', 1_209_600], ['18m', 46_656_000], ['2y', 63_072_000], ['never', undefined], ['2023-11-15', 1_700_006_400 - createdSeconds]])('reads "%s"', (given, expected) => {
    expect(parseLifetime(given, createdSeconds)).toBe(expected);
  });

  it.each(['', '0d', '2', 'y', '-1y', '200y', '2023-11-14', '2024-02-30', '2024-13-01', 'soon'])('refuses "%s"', (given) => {
    expect(() => parseLifetime(given, createdSeconds)).toThrow(expect.objectContaining({ code: 'LIFETIME_INVALID', exitStatus: 2 }));
  });
});

describe('promptPassphrase', () => {
  it('reads from the terminal without showing it, and corrects with backspace', async () => {
    expect(await typeAtPrompt('op€\x7fen s\x7f\x7f sesame\r')).toMatch(/^Passphrase: \r\n"open sesame"\r\n/);
  });

  it('gives up at Ctrl-C', async () => {
    expect(await typeAtPrompt('open\x03')).toContain('PASSPHRASE_REFUSED');
  });

  it('says so where there is no terminal', () => {
    const { output } = run('setsid', [process.execPath, '--input-type=module', '--eval', promptProgram]);
    expect(output).toBe('TERMINAL_MISSING\n');
  });
});

const promptProgram = `
  import { promptPassphrase } from ${JSON.stringify(import.meta.resolve('@bigpanda/signer'))};
  await promptPassphrase('Passphrase').then((typed) => console.log(JSON.stringify(typed)), (error) => console.log(error.code));`;

/** What a terminal shows when something is typed at the prompt; script(1) makes the terminal. */
async function typeAtPrompt(typed: string): Promise<string> {
  await using folder = await makeFolder();
  const program = join(folder.path, 'prompt.mjs');
  await writeFile(program, promptProgram);
  const child = spawn('script', ['--quiet', '--return', '--command', `'${process.execPath}' '${program}'`, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let shown = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (shown === '') child.stdin.write(typed);
    shown += chunk.toString();
  });
  await once(child, 'close');
  return shown;
}

/** Rotates in a process of its own, and kills it after a while that depends on the round; the first rounds live to the end. */
async function rotateAndKill(folder: string, round: number): Promise<void> {
  const program = `
    import { rotateKey } from ${JSON.stringify(import.meta.resolve('@bigpanda/signer'))};
    process.stdout.write('ready');
    await rotateKey(${JSON.stringify({ ...wishFor(folder), createdSeconds: createdSeconds + round + 1 })});`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  await once(child.stdout, 'data');
  const timer = round < 2 ? undefined : setTimeout(() => child.kill('SIGKILL'), (round - 2) * 5);
  await closed;
  clearTimeout(timer);
}

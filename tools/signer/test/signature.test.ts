import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { armorSignature, createVerifier, dearmorSignature, openOrCreateKey, type Signer } from '@bigpanda/signer';
import { makeFolder, run } from './fixture.ts';

const createdSeconds = 1_700_000_000;
const text = Buffer.from('repomd.xml stands here\n');
let signer: Signer;
let stranger: Signer;

beforeAll(async () => {
  await using folder = await makeFolder();
  const make = (name: string) =>
    openOrCreateKey({ name, userId: 'Sample packages <packages@sample.invalid>', nowSeconds: createdSeconds, environment: { XDG_STATE_HOME: folder.path } });
  [signer, stranger] = [await make('first'), await make('second')];
});

describe('Signer.sign', () => {
  it('gives the same bytes for the same data and time', async () => {
    expect(await signer.sign(text, createdSeconds + 9)).toEqual(await signer.sign(text, createdSeconds + 9));
  });

  it('never dates a signature before the key', async () => {
    const verifier = await createVerifier([signer.publicKeyArmored]);
    const early = await verifier.verify(text, await signer.sign(text, 1_000_000_000));
    const late = await verifier.verify(text, await signer.sign(text, createdSeconds + 5));
    expect(early).toEqual({ valid: true, fingerprint: signer.fingerprint, timeSeconds: createdSeconds });
    expect(late).toEqual({ valid: true, fingerprint: signer.fingerprint, timeSeconds: createdSeconds + 5 });
  });
});

describe('armorSignature', () => {
  it('makes a detached signature that gpg accepts for its data and refuses for others', async () => {
    await using folder = await makeFolder();
    const home = join(folder.path, 'gnupg');
    await mkdir(home, { mode: 0o700 });
    const [key, data, signature] = ['key.asc', 'repomd.xml', 'repomd.xml.asc'].map((name) => join(folder.path, name));
    if (!key || !data || !signature) throw new Error('unreachable: three names give three paths');
    await writeFile(key, signer.publicKeyArmored);
    await writeFile(data, text);
    await writeFile(signature, armorSignature(await signer.sign(text, createdSeconds + 60)));
    const gpg = (...parameters: string[]) => run('gpg', ['--batch', '--no-autostart', '--homedir', home, ...parameters]);
    expect(gpg('--import', key)).toMatchObject({ status: 0 });
    const good = gpg('--verify', signature, data);
    expect(good).toMatchObject({ status: 0, output: expect.stringContaining('Good signature from "Sample packages <packages@sample.invalid>"') });
    await writeFile(data, 'something else\n');
    expect(gpg('--verify', signature, data)).toMatchObject({ status: 1, output: expect.stringContaining('BAD signature') });
  });

  it('is read back to the same packet', async () => {
    const packet = await signer.sign(text, createdSeconds);
    expect(Buffer.from(await dearmorSignature(armorSignature(packet)))).toEqual(Buffer.from(packet));
  });
});

describe('dearmorSignature', () => {
  it.each(['', 'no armor', '-----BEGIN PGP SIGNATURE-----\n\n!!!!\n-----END PGP SIGNATURE-----\n'])('refuses %j', async (armored) => {
    await expect(dearmorSignature(armored)).rejects.toMatchObject({ code: 'SIGNATURE_ARMOR_INVALID' });
  });

  it('refuses a public key', async () => {
    await expect(dearmorSignature(signer.publicKeyArmored)).rejects.toMatchObject({ code: 'SIGNATURE_ARMOR_INVALID' });
  });
});

describe('createVerifier', () => {
  it('tells which of several keys signed', async () => {
    const verifier = await createVerifier([stranger.publicKeyArmored, signer.publicKeyArmored]);
    expect(verifier.fingerprints).toEqual([stranger.fingerprint, signer.fingerprint]);
    expect(await verifier.verify(text, await signer.sign(text, createdSeconds))).toMatchObject({ valid: true, fingerprint: signer.fingerprint });
  });

  it('refuses a key that it was not given', async () => {
    const verifier = await createVerifier([signer.publicKeyArmored]);
    expect(await verifier.verify(text, await stranger.sign(text, createdSeconds))).toEqual({
      valid: false,
      reason: `the key "${stranger.fingerprint}" is not one of the accepted keys`,
    });
  });

  it('refuses other data', async () => {
    const verifier = await createVerifier([signer.publicKeyArmored]);
    const verdict = await verifier.verify(Buffer.from('other'), await signer.sign(text, createdSeconds));
    expect(verdict).toEqual({ valid: false, reason: 'the signature does not fit the data' });
  });

  it('refuses a signature with any one byte changed, apart from the unhashed key id, and one cut anywhere, without an exception', async () => {
    const verifier = await createVerifier([signer.publicKeyArmored]);
    const packet = await signer.sign(text, createdSeconds);
    const accepted: number[] = [];
    for (let offset = 0; offset < packet.length; offset += 1) {
      const changed = Uint8Array.from(packet);
      changed[offset] = (changed[offset] ?? 0) ^ 0x21;
      if ((await verifier.verify(text, changed)).valid) accepted.push(offset);
      expect(await verifier.verify(text, packet.subarray(0, offset))).toMatchObject({ valid: false });
    }
    // Packet head 3, body head 6, hashed 29, length 2, then: subpacket type and key id; after them the first bytes of the hash.
    expect(accepted.filter((offset) => offset < 41 || offset > 51)).toEqual([]);
  });

  it('reads a signature and a key that gpg made', async () => {
    await using folder = await makeFolder();
    const home = join(folder.path, 'gnupg');
    await mkdir(home, { mode: 0o700 });
    const data = join(folder.path, 'data');
    await writeFile(data, text);
    const gpg = (...parameters: string[]) => run('gpg', ['--batch', '--quiet', '--homedir', home, '--pinentry-mode', 'loopback', '--passphrase', '', ...parameters]);
    try {
      expect(gpg('--quick-generate-key', 'Peer <peer@sample.invalid>', 'rsa2048', 'sign')).toMatchObject({ status: 0 });
      expect(gpg('--armor', '--output', `${data}.asc`, '--detach-sign', data)).toMatchObject({ status: 0 });
      const exported = run('gpg', ['--batch', '--quiet', '--homedir', home, '--armor', '--export']).output;
      const armored = run('cat', [`${data}.asc`]).output;
      const verifier = await createVerifier([exported]);
      expect(await verifier.verify(text, await dearmorSignature(armored))).toMatchObject({ valid: true, fingerprint: verifier.fingerprints[0] });
    } finally {
      run('gpgconf', ['--homedir', home, '--kill', 'gpg-agent']);
    }
  });

  it('accepts a signature at a time before its key was made, as the clock of a machine says', async () => {
    await using folder = await makeFolder();
    await writeFile(join(folder.path, 'key.asc'), signer.publicKeyArmored);
    await writeFile(join(folder.path, 'signature'), await signer.sign(text, createdSeconds));
    const program = `
      import { readFileSync } from 'node:fs';
      import { createVerifier } from ${JSON.stringify(import.meta.resolve('@bigpanda/signer'))};
      const verifier = await createVerifier([readFileSync('key.asc', 'utf8')]);
      const verdict = await verifier.verify(Buffer.from(${JSON.stringify(text.toString())}), readFileSync('signature'));
      console.log(new Date().getUTCFullYear(), verdict.valid);`;
    const result = run('sh', ['-c', 'cd "$1" && exec faketime "2001-02-03 04:05:06" "$2" --input-type=module --eval "$3"', 'sh', folder.path, process.execPath, program]);
    expect(result).toEqual({ status: 0, output: '2001 true\n' });
  });

  it('refuses a text without a key', async () => {
    await expect(createVerifier(['nothing'])).rejects.toMatchObject({ code: 'PUBLIC_KEY_INVALID' });
  });
});

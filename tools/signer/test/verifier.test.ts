import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createMessage, enums, generateKey, sign, type PrivateKey } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { createVerifier, dearmorSignature } from '@bigpanda/signer';
import { toPrivateKey } from '../src/certificate/private-key.ts';
import { signData } from '../src/embedded/signature.ts';
import { writeHashedHead } from '../src/packet/signature-writer.ts';
import { run } from './fixture.ts';
import { makeGnupg, type Gnupg } from './gnupg.ts';

const text = Buffer.from('what is signed\n');
const nowSeconds = Math.floor(Date.now() / 1000);
const daySeconds = 86_400;

/** A detached signature by gpg, which may be given another clock. */
async function signWithGpg({ gpg, home }: Gnupg, key: string, ...options: readonly string[]): Promise<Uint8Array> {
  const [file, signature] = [join(home, 'data'), join(home, 'data.sig')];
  await writeFile(file, text);
  expect(gpg('--yes', '--passphrase', '', ...options, '--local-user', key, '--output', signature, '--detach-sign', file)).toMatchObject({ status: 0 });
  return readFile(signature);
}

describe('createVerifier', () => {
  it.each(['rsa2048', 'ed25519', 'nistp256', 'nistp384', 'nistp521'])('accepts a signature that gpg makes with a key "%s", and none for other data', async (algorithm) => {
    await using gnupg = await makeGnupg();
    const fingerprint = gnupg.makeKey({ userId: 'Peer', algorithm });
    const verifier = await createVerifier([gnupg.print('--armor', '--export')]);
    const signature = await signWithGpg(gnupg, 'Peer');
    expect(await verifier.verify(text, signature)).toMatchObject({ valid: true, fingerprint });
    expect(await verifier.verify(Buffer.from('other'), signature)).toEqual({ valid: false, reason: 'the signature does not fit the data' });
  });

  it('finds every changed bit in the numbers that an Ed25519 and an ECDSA key sign with', async () => {
    await using gnupg = await makeGnupg();
    for (const algorithm of ['ed25519', 'nistp256']) {
      gnupg.makeKey({ userId: algorithm, algorithm });
      const verifier = await createVerifier([gnupg.print('--armor', '--export')]);
      const signature = await signWithGpg(gnupg, algorithm);
      for (let bit = signature.length * 8 - 1; bit >= (signature.length - 64) * 8; bit -= 1) {
        // Between the two numbers stands the length of the second in bits, of which only the bytes count: gpg itself states it loosely.
        if (bit < (signature.length - 30) * 8 && bit >= (signature.length - 36) * 8) continue;
        const changed = Uint8Array.from(signature);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(await verifier.verify(text, changed), `${algorithm}, bit ${bit}`).toMatchObject({ valid: false });
      }
    }
  });

  it('finds every changed bit before the number that an RSA key signs with, as rpm does: who signed, when, and the start of the hash', async () => {
    await using gnupg = await makeGnupg();
    gnupg.makeKey({ userId: 'Peer', algorithm: 'rsa2048' });
    const verifier = await createVerifier([gnupg.print('--armor', '--export')]);
    const signature = await signWithGpg(gnupg, 'Peer');
    const accepted: number[] = [];
    // The number has two bytes of length before it. That the key id has to be understood, its highest bit, changes nothing where it is.
    const understood = (signature.length - 258 - 11) * 8 + 7;
    for (let bit = 0; bit < (signature.length - 258) * 8; bit += 1) {
      const changed = Uint8Array.from(signature);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if ((await verifier.verify(text, changed)).valid) accepted.push(bit);
    }
    expect(accepted).toEqual([understood]);
  });

  it.each([{ v6Keys: false, version: 4 }, { v6Keys: true, version: 6 }])('accepts Ed25519 as RFC 9580 has it, by a key of version $version', async ({ v6Keys }) => {
    const { privateKey, publicKey } = await generateKey({ type: 'curve25519', userIDs: [{ name: 'Peer' }], format: 'object', config: { v6Keys } });
    const signature = await sign({ message: await createMessage({ binary: text }), signingKeys: privateKey, detached: true, format: 'binary' });
    const verifier = await createVerifier([publicKey.armor()]);
    expect(await verifier.verify(text, signature)).toMatchObject({ valid: true, fingerprint: publicKey.getFingerprint() });
    expect(await verifier.verify(Buffer.from('other'), signature)).toMatchObject({ valid: false });
  });

  it('accepts a signing subkey that signs back, and tells its fingerprint', async () => {
    await using gnupg = await makeGnupg();
    const primary = gnupg.makeKey({ userId: 'Peer', algorithm: 'rsa2048', usage: 'cert' });
    gnupg.print('--passphrase', '', '--quick-add-key', primary, 'rsa2048', 'sign', 'never');
    const verifier = await createVerifier([gnupg.print('--armor', '--export')]);
    const verdict = await verifier.verify(text, await signWithGpg(gnupg, 'Peer'));
    expect(verdict).toMatchObject({ valid: true, fingerprint: verifier.fingerprints[0] });
    expect(verifier.fingerprints).toHaveLength(1);
    expect(verifier.fingerprints[0]).not.toBe(primary);
  });

  it('does not accept a subkey that another certificate has taken', async () => {
    const [owner, thief] = await Promise.all(['Owner', 'Thief'].map((name) => generateKey({ type: 'ecc', curve: 'ed25519Legacy', userIDs: [{ name }], subkeys: [{ sign: true }], format: 'object' })));
    if (owner === undefined || thief === undefined) throw new Error('unreachable: two names give two keys');
    const stolen = thief.publicKey;
    stolen.subkeys = owner.publicKey.subkeys;
    const verifier = await createVerifier([stolen.armor()]);
    expect(verifier.fingerprints).toEqual([thief.publicKey.getFingerprint()]);
  });

  it('judges the expiry of a key at the time of the signature, and by the clock only when one is given', async () => {
    await using gnupg = await makeGnupg();
    gnupg.makeKey({ userId: 'Peer', algorithm: 'rsa2048', expires: '10d' });
    const armored = gnupg.print('--armor', '--export');
    const within = await signWithGpg(gnupg, 'Peer');
    const verifier = await createVerifier([armored]);
    expect(await verifier.verify(text, within)).toMatchObject({ valid: true });
    const later = await createVerifier([armored], { nowSeconds: nowSeconds + 11 * daySeconds });
    expect(await later.verify(text, within)).toMatchObject({ valid: false, reason: expect.stringMatching(/^the key "[0-9a-f]{40}" expired on \d{4}-\d\d-\d\d$/) });
    const earlier = await createVerifier([armored], { nowSeconds: nowSeconds - daySeconds });
    expect(await earlier.verify(text, within)).toMatchObject({ valid: false, reason: expect.stringContaining('in the future') });
  });

  it('refuses a signature that states a time after the key\'s expiry, with no clock', async () => {
    const { privateKey, publicKey } = await generateKey({ type: 'ecc', curve: 'ed25519Legacy', userIDs: [{ name: 'Peer' }], date: new Date(1_700_000_000_000), keyExpirationTime: daySeconds, format: 'object' });
    const late = await signLate(privateKey, 1_700_000_000 + daySeconds);
    const verifier = await createVerifier([publicKey.armor()]);
    expect(await verifier.verify(text, late)).toEqual({ valid: false, reason: `the signature is of 2023-11-15, after the key "${publicKey.getFingerprint()}" expired on 2023-11-15` });
  });

  it('never accepts a key that its owner revoked for no reason, as gpg prepares it', async () => {
    await using gnupg = await makeGnupg();
    const fingerprint = gnupg.makeKey({ userId: 'Peer', algorithm: 'rsa2048' });
    gnupg.makeKey({ userId: 'Other', algorithm: 'rsa2048' });
    const signature = await signWithGpg(gnupg, 'Peer');
    const [file = ''] = (await readdir(join(gnupg.home, 'openpgp-revocs.d'))).filter((name) => name.toLowerCase().startsWith(fingerprint));
    const revocation = (await readFile(join(gnupg.home, 'openpgp-revocs.d', file), 'utf8')).replace(':-----BEGIN', '-----BEGIN');
    await writeFile(join(gnupg.home, 'revocation'), revocation);
    gnupg.print('--import', join(gnupg.home, 'revocation'));
    const verifier = await createVerifier([gnupg.print('--armor', '--export')]);
    expect(verifier.fingerprints).toHaveLength(1);
    expect(await verifier.verify(text, signature)).toEqual({ valid: false, reason: `the key "${fingerprint}" is revoked` });
    await expect(createVerifier([gnupg.print('--armor', '--export', 'Peer')])).rejects.toMatchObject({ code: 'PUBLIC_KEY_INVALID', message: expect.stringContaining('revoked') });
  });

  it('accepts what a key signed before it was retired, and nothing after', async () => {
    const made = await generateKey({ type: 'ecc', curve: 'ed25519Legacy', userIDs: [{ name: 'Peer' }], date: new Date(1_700_000_000_000), format: 'object' });
    const retired = await made.privateKey.revoke({ flag: enums.reasonForRevocation.keyRetired, string: 'rotated' }, new Date(1_700_500_000_000));
    const verifier = await createVerifier([retired.toPublic().armor()]);
    expect(await verifier.verify(text, await signLate(made.privateKey, 1_700_400_000))).toMatchObject({ valid: true });
    expect(await verifier.verify(text, await signLate(made.privateKey, 1_700_600_000))).toMatchObject({ valid: false, reason: expect.stringContaining('was revoked on 2023-11-20') });
  });

  it('passes over a revocation that somebody else made', async () => {
    const [owner, other] = await Promise.all(['Owner', 'Other'].map((name) => generateKey({ type: 'ecc', curve: 'ed25519Legacy', userIDs: [{ name }], format: 'object' })));
    if (owner === undefined || other === undefined) throw new Error('unreachable: two names give two keys');
    const forged = owner.publicKey;
    forged.revocationSignatures.push(...(await other.privateKey.revoke()).revocationSignatures);
    expect((await createVerifier([forged.armor()])).fingerprints).toEqual([owner.publicKey.getFingerprint()]);
  });

  it('refuses RSA below 2,048 bits', async () => {
    const key = await generateKey({ type: 'rsa', rsaBits: 1024, userIDs: [{ name: 'Weak' }], format: 'armored', config: { minRSABits: 1024 } });
    await expect(createVerifier([key.publicKey])).rejects.toMatchObject({ code: 'PUBLIC_KEY_INVALID' });
  });

  it('agrees with gpg on a signature that gpg makes with SHA-1: refused', async () => {
    await using gnupg = await makeGnupg();
    gnupg.makeKey({ userId: 'Peer', algorithm: 'rsa2048' });
    const verifier = await createVerifier([gnupg.print('--armor', '--export')]);
    expect(await verifier.verify(text, await signWithGpg(gnupg, 'Peer', '--digest-algo', 'SHA1'))).toMatchObject({ valid: false, reason: expect.stringContaining('hash algorithm 2') });
  });

  it('reads an armored signature of a web site\'s kind: CRLF line ends and a comment', async () => {
    await using gnupg = await makeGnupg();
    gnupg.makeKey({ userId: 'Peer', algorithm: 'ed25519' });
    await writeFile(join(gnupg.home, 'data'), text);
    gnupg.print('--armor', '--comment', 'made by hand', '--detach-sign', join(gnupg.home, 'data'));
    const armored = run('cat', [join(gnupg.home, 'data.asc')]).output.replaceAll('\n', '\r\n');
    const verifier = await createVerifier([gnupg.print('--armor', '--export')]);
    expect(await verifier.verify(text, await dearmorSignature(armored))).toMatchObject({ valid: true });
  });
});

/** A signature at any time, whatever the life of the key. */
async function signLate(key: PrivateKey, timeSeconds: number): Promise<Uint8Array> {
  const privateKey = toPrivateKey(key.keyPacket);
  if (privateKey?.algorithm !== 'eddsaLegacy') throw new Error('unreachable: the tests make such keys');
  const fingerprint = key.getFingerprint();
  return signData(text, { privateKey, fingerprint, head: writeHashedHead({ algorithm: 'eddsaLegacy', timeSeconds, fingerprint }) });
}

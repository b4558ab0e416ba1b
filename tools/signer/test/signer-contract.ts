import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { armorSignature, createVerifier, type Signer } from '@bigpanda/signer';
import { makeFolder, run } from './fixture.ts';
import { makeGnupg } from './gnupg.ts';

const text = Buffer.from('what is signed\n');

export interface SignerSubject {
  readonly kind: Signer['kind'];
  readonly algorithm: Signer['algorithm'];
  /** Makes the signer; what it holds is disposed of at the end. */
  readonly open: () => Promise<{ readonly signer: Signer } & AsyncDisposable>;
}

/** What every signer does, whoever holds its key. */
export function describeSigner({ kind, algorithm, open }: SignerSubject): void {
  describe(`Signer of kind "${kind}" with ${algorithm}`, () => {
    let subject: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => { subject = await open(); });
    afterAll(() => subject[Symbol.asyncDispose]());

    it('says what it is', () => {
      expect(subject.signer).toMatchObject({ kind, algorithm, fingerprint: expect.stringMatching(/^[0-9a-f]{40}$/), publicKeyArmored: expect.stringMatching(/^-----BEGIN PGP PUBLIC KEY BLOCK-----\n[^]*-----\n$/) });
    });

    it('gives the same bytes for the same data and time, and others for another time', async () => {
      const { signer } = subject;
      const [first, again, later] = await Promise.all([10, 10, 11].map((seconds) => signer.sign(text, signer.createdSeconds + seconds)));
      expect(first).toEqual(again);
      expect(first).not.toEqual(later);
    });

    it('states the time that it is given, but none before its key was made', async () => {
      const { signer } = subject;
      const verifier = await createVerifier([signer.publicKeyArmored]);
      const { fingerprint, createdSeconds } = signer;
      expect(await verifier.verify(text, await signer.sign(text, createdSeconds + 1_000))).toEqual({ valid: true, fingerprint, timeSeconds: createdSeconds + 1_000 });
      expect(await verifier.verify(text, await signer.sign(text, 1_000))).toEqual({ valid: true, fingerprint, timeSeconds: createdSeconds });
    });

    it('makes signatures that gpg accepts with the public key, and refuses for other data', async () => {
      await using folder = await makeFolder();
      await using gnupg = await makeGnupg();
      const [key, data, signature] = ['key.asc', 'data', 'data.asc'].map((name) => join(folder.path, name));
      if (!key || !data || !signature) throw new Error('unreachable: three names give three paths');
      await writeFile(key, subject.signer.publicKeyArmored);
      await writeFile(data, text);
      await writeFile(signature, armorSignature(await subject.signer.sign(text, 0)));
      gnupg.print('--import', key);
      expect(gnupg.gpg('--verify', signature, data)).toMatchObject({ status: 0, output: expect.stringContaining('Good signature from "Sample') });
      await writeFile(data, 'other');
      expect(gnupg.gpg('--verify', signature, data)).toMatchObject({ status: 1, output: expect.stringContaining('BAD signature') });
    });

    it('hands out a key that rpm imports', async () => {
      await using folder = await makeFolder();
      await writeFile(join(folder.path, 'key.asc'), subject.signer.publicKeyArmored);
      expect(run('rpmkeys', ['--dbpath', join(folder.path, 'db'), '--import', join(folder.path, 'key.asc')])).toEqual({ status: 0, output: '' });
      expect(run('rpm', ['--dbpath', join(folder.path, 'db'), '-q', 'gpg-pubkey', '--qf', '%{version}']).output).toBe(subject.signer.fingerprint.slice(-8));
    });

    it('signs nothing and much', async () => {
      const { signer } = subject;
      const verifier = await createVerifier([signer.publicKeyArmored]);
      for (const data of [Buffer.alloc(0), Buffer.alloc(3_000_000, 'x')]) expect(await verifier.verify(data, await signer.sign(data, 0))).toMatchObject({ valid: true });
    });
  });
}

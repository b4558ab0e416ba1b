import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createKey, keyFilePath, openSigners } from '@bigpanda/signer';
import { makeFolder } from './fixture.ts';
import { makeGnupg } from './gnupg.ts';

describe('createKey', () => {
  it.each(['rsa4096', 'ed25519'] as const)('makes a private key, %s with a passphrase and an end, that gpg imports and signs with to the same bytes', async (algorithm) => {
    await using folder = await makeFolder();
    await using gnupg = await makeGnupg();
    const choice = { environment: { XDG_STATE_HOME: folder.path }, name: 'sample' };
    const made = await createKey({ ...choice, userId: 'Sample', createdSeconds: 1_700_000_000, lifetimeSeconds: 1_000_000_000, algorithm, passphrase: 'open sesame' });
    const passphraseFile = join(folder.path, 'passphrase');
    await writeFile(passphraseFile, 'open sesame', { mode: 0o600 });
    gnupg.print('--passphrase-file', passphraseFile, '--import', keyFilePath(choice));
    const world = { name: 'first', environment: { ...choice.environment, PATH: process.env['PATH'] }, folder: folder.path, userId: 'Other', nowSeconds: 1_700_000_000 };
    const own = { kind: 'embedded', keyFile: keyFilePath(choice), passphraseFile } as const;
    const byGpg = { kind: 'gpg', key: made.fingerprint, homeFolder: gnupg.home, passphraseFile } as const;
    const { additional: [first, second] } = await openSigners({ kind: 'embedded', additional: [own, byGpg] }, world);
    expect([first?.fingerprint, second?.fingerprint]).toEqual([made.fingerprint, made.fingerprint]);
    const text = Buffer.from('what is signed\n');
    const [ours, theirs] = [await first?.sign(text, 1_700_000_050), await second?.sign(text, 1_700_000_050)];
    expect(ours).toBeDefined();
    expect(ours?.toString()).toBe(theirs?.toString());
    gnupg.print('--check-signatures', made.fingerprint);
  });
});

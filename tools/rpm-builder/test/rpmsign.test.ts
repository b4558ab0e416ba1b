import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nativePackager } from '@bigpanda/rpm-builder';
import { checkRpm, readPackageMetadata } from '@bigpanda/rpm-format';
import { createVerifier } from '@bigpanda/signer';
import { makeFolder, print, run, sampleInput, writeComponent } from './fixture.ts';

describe('rpmsign on packages of ours', () => {
  it('puts its signature into the space that is left for it, and our check accepts it', async () => {
    await using folder = await makeFolder();
    await writeComponent(join(folder.path, 'component'));
    const [built] = await nativePackager.pack(sampleInput(join(folder.path, 'component')), { folder: join(folder.path, 'out') });
    if (built === undefined) throw new Error('the packager made no package');
    const before = readPackageMetadata(await readFile(built.file));
    const home = join(folder.path, 'gnupg');
    await mkdir(home, { mode: 0o700 });
    try {
      print('gpg', ['--batch', '--quiet', '--homedir', home, '--pinentry-mode', 'loopback', '--passphrase', '', '--quick-generate-key', 'Peer', 'rsa2048', 'sign']);
      const defines = ['__gpg /usr/bin/gpg', '_gpg_name Peer', `_gpg_path ${home}`, '_gpg_digest_algo sha256'].flatMap((define) => ['--define', define]);
      print('rpmsign', [...defines, '--addsign', built.file]);
      const verifier = await createVerifier([print('gpg', ['--batch', '--quiet', '--homedir', home, '--armor', '--export'])]);
      const bytes = await readFile(built.file);
      expect(await checkRpm(bytes, verifier.verify)).toEqual([]);
      expect(readPackageMetadata(bytes).headerRange).toEqual(before.headerRange);
      expect(bytes.length).toBe(before.sizeBytes);
    } finally {
      run('gpgconf', ['--homedir', home, '--kill', 'gpg-agent']);
    }
  });
});

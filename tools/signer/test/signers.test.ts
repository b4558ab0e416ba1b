import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openOrCreateKey, openSigners, type SignerConfiguration, type SigningWorld } from '@bigpanda/signer';
import { makeFolder } from './fixture.ts';
import { makeGnupg, type GpgKey } from './gnupg.ts';
import { describeSigner, type SignerSubject } from './signer-contract.ts';

const userId = 'Sample packages <packages@sample.invalid>';
const world: Omit<SigningWorld, 'folder'> = { environment: { PATH: process.env['PATH'] }, name: 'sample', userId, nowSeconds: 1_700_000_000 };

for (const [algorithm, name] of [['rsa4096', 'rsa'], ['ed25519', 'eddsaLegacy']] as const) {
  describeSigner({
    kind: 'embedded',
    algorithm: name,
    open: async () => {
      const folder = await makeFolder();
      const signer = await openOrCreateKey({ environment: { XDG_STATE_HOME: folder.path }, name: 'sample', userId, nowSeconds: 1_700_000_000, algorithm });
      return { signer, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
    },
  });
}

/** A signer whose key gpg made; the configuration is told where. */
function openWithGpg(key: Omit<GpgKey, 'userId'>, configure: (home: string) => SignerConfiguration): SignerSubject['open'] {
  return async () => {
    const gnupg = await makeGnupg();
    gnupg.makeKey({ userId, ...key });
    await writeFile(join(gnupg.home, 'public.asc'), gnupg.print('--armor', '--export'));
    const { signer } = await openSigners(configure(gnupg.home), { ...world, folder: gnupg.home });
    return { signer, [Symbol.asyncDispose]: () => gnupg[Symbol.asyncDispose]() };
  };
}

describeSigner({ kind: 'gpg', algorithm: 'rsa', open: openWithGpg({ algorithm: 'rsa3072' }, () => ({ kind: 'gpg', key: 'packages@sample.invalid', homeFolder: '.' })) });

describeSigner({
  kind: 'command',
  algorithm: 'rsa',
  open: openWithGpg({ algorithm: 'rsa2048' }, (home) => ({
    kind: 'command',
    command: [process.execPath, '-e', `
      const { spawnSync } = require('node:child_process');
      const parameters = ['--batch', '--quiet', '--homedir', ${JSON.stringify(home)}, '--digest-algo', 'SHA256', '--faked-system-time', process.env.BIGPANDA_SIGNATURE_TIME + '!', '--armor', '--detach-sign'];
      process.stdout.write(spawnSync('gpg', parameters, { input: require('node:fs').readFileSync(0) }).stdout);`],
    publicKeyFile: 'public.asc',
  })),
});

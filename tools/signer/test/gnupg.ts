import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, run, type Run } from './fixture.ts';

/** A gpg of its own, that disappears with its agent. */
export interface Gnupg extends AsyncDisposable {
  readonly home: string;
  /** Runs gpg, keys without a passphrase. */
  readonly gpg: (...parameters: readonly string[]) => Run;
  /** What gpg prints when it succeeds. */
  readonly print: (...parameters: readonly string[]) => string;
  /** Makes a key and gives its fingerprint, 40 lower-case hex digits. */
  readonly makeKey: (key: GpgKey) => string;
}

export interface GpgKey {
  readonly userId: string;
  /** As gpg calls it, such as `rsa2048`. */
  readonly algorithm: string;
  /** `sign` when absent. */
  readonly usage?: string;
  /** `never` when absent. */
  readonly expires?: string;
  readonly passphrase?: string;
}

export async function makeGnupg(): Promise<Gnupg> {
  const folder = await makeFolder();
  const home = join(folder.path, 'gnupg');
  await mkdir(home, { mode: 0o700 });
  const gpg = (...parameters: readonly string[]): Run => run('gpg', ['--batch', '--quiet', '--homedir', home, '--pinentry-mode', 'loopback', ...parameters]);
  const print = (...parameters: readonly string[]): string => {
    const { status, output } = gpg(...parameters);
    if (status !== 0) throw new Error(`gpg ${parameters.join(' ')}: status ${status}: ${output}`);
    return output;
  };
  return {
    home,
    gpg,
    print,
    makeKey: ({ userId, algorithm, usage = 'sign', expires = 'never', passphrase = '' }) => {
      print('--passphrase', passphrase, '--quick-generate-key', userId, algorithm, usage, expires);
      return /^fpr:+([0-9A-F]{40}):/m.exec(print('--with-colons', '--list-keys', '--', `=${userId}`))?.[1]?.toLowerCase() ?? '';
    },
    async [Symbol.asyncDispose]() {
      run('gpgconf', ['--homedir', home, '--kill', 'gpg-agent']);
      await folder[Symbol.asyncDispose]();
    },
  };
}

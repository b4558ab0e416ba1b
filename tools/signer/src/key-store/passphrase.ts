import { open } from 'node:fs/promises';
import { ReleaseError } from '@bigpanda/release-model';
import type { Environment } from '../environment.ts';

/** Where a passphrase comes from. */
export interface PassphraseSource {
  readonly environment: Environment;
  /** File whose first line it is; `BIGPANDA_KEY_PASSPHRASE_FILE` overrides it. */
  readonly passphraseFile?: string | undefined;
  /** Asks a person without showing what is typed; absent when there is no terminal. */
  readonly askPassphrase?: ((question: string) => Promise<string>) | undefined;
}

/** Path of the file that holds the passphrase, absent when none is named. */
export function passphraseFileOf({ environment, passphraseFile }: PassphraseSource): string | undefined {
  return environment['BIGPANDA_KEY_PASSPHRASE_FILE'] || passphraseFile;
}

/**
 * The passphrase from its file, else from a person; undefined when there is neither.
 * @throws ReleaseError `PASSPHRASE_FILE_MISSING`, `PASSPHRASE_FILE_OPEN_TO_OTHERS`, `PASSPHRASE_EMPTY`
 */
export async function readPassphrase(source: PassphraseSource, question: string): Promise<string | undefined> {
  const file = passphraseFileOf(source);
  return file === undefined ? source.askPassphrase?.(question) : readPassphraseFile(file);
}

async function readPassphraseFile(file: string): Promise<string> {
  await using handle = await open(file, 'r').catch((cause: unknown) => {
    throw new ReleaseError('PASSPHRASE_FILE_MISSING', `read the passphrase: "${file}" cannot be read`, { exitStatus: 2, cause, hint: 'Give the path of a file whose first line is the passphrase.' });
  });
  const facts = await handle.stat();
  // A pipe, as a shell makes for <(command), has no mode to speak of.
  if (facts.isFile() && (facts.mode & 0o077) !== 0) {
    throw new ReleaseError('PASSPHRASE_FILE_OPEN_TO_OTHERS', `read the passphrase: "${file}" has mode 0${(facts.mode & 0o777).toString(8)}; wanted 0600`, { exitStatus: 2, hint: `Run chmod 600 "${file}".` });
  }
  const [line = ''] = (await handle.readFile('utf8')).split(/\r?\n/);
  if (line !== '') return line;
  throw new ReleaseError('PASSPHRASE_EMPTY', `read the passphrase: the first line of "${file}" is empty`, { exitStatus: 2, hint: 'Write the passphrase into the first line.' });
}

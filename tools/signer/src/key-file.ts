import { randomBytes } from 'node:crypto';
import { link, mkdir, open, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { createEmbeddedSigner } from './embedded-signer.ts';
import { generateSigningKey } from './key-generation.ts';
import type { Signer } from './signer.ts';

/** Environment variables, handed in by the program's edge. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Which key is meant. */
export interface KeyChoice {
  readonly environment: Environment;
  /** Name of the repository, such as `bigpanda`: the key file is called after it. */
  readonly name: string;
}

/** What a key is given when it has to be made. */
export interface NewKey extends KeyChoice {
  /** Such as `PanDA packages <packages@panda.example>`. */
  readonly userId: string;
  /** The present time, in seconds since 1970. */
  readonly nowSeconds: number;
}

/**
 * Absolute path of the key file: `BIGPANDA_KEY_FILE`, or `${XDG_STATE_HOME:-~/.local/state}/bigpanda/keys/<name>.asc`.
 * @throws ReleaseError `KEY_PLACE_UNKNOWN` when the environment names no home
 */
export function keyFilePath(choice: KeyChoice): string {
  const { BIGPANDA_KEY_FILE: file, XDG_STATE_HOME: state, HOME: home } = choice.environment;
  if (file) return file;
  // A relative XDG_STATE_HOME has to be ignored (XDG Base Directory Specification).
  if (state?.startsWith('/')) return join(state, 'bigpanda/keys', `${choice.name}.asc`);
  if (home) return join(home, '.local/state/bigpanda/keys', `${choice.name}.asc`);
  throw new ReleaseError('KEY_PLACE_UNKNOWN', 'find the signing key: neither "BIGPANDA_KEY_FILE" nor "XDG_STATE_HOME" nor "HOME" is set', {
    exitStatus: 2,
    hint: 'Set BIGPANDA_KEY_FILE to the path of the key file.',
  });
}

/**
 * The signer of the key that is there.
 * @throws ReleaseError `KEY_MISSING`, `KEY_FILE_OPEN_TO_OTHERS`, `KEY_INVALID`, `KEY_PLACE_UNKNOWN`
 */
export async function openKey(choice: KeyChoice): Promise<Signer> {
  const file = keyFilePath(choice);
  const text = await readPrivateFile(file);
  if (text !== undefined) return createEmbeddedSigner(text, file);
  throw new ReleaseError('KEY_MISSING', `open the signing key: "${file}" does not exist`, {
    exitStatus: 2,
    hint: 'Set BIGPANDA_KEY_FILE to the path of the key file.',
  });
}

/**
 * The signer of the key that is there, or of a new one. Processes that start at once end with one key.
 * @throws ReleaseError `KEY_FILE_OPEN_TO_OTHERS`, `KEY_INVALID`, `KEY_PLACE_UNKNOWN`
 */
export async function openOrCreateKey(choice: NewKey): Promise<Signer> {
  const file = keyFilePath(choice);
  const text = await readPrivateFile(file);
  if (text !== undefined) return createEmbeddedSigner(text, file);
  await writePrivateFile(file, await generateSigningKey({ userId: choice.userId, createdSeconds: choice.nowSeconds }));
  return openKey(choice);
}

async function readPrivateFile(file: string): Promise<string | undefined> {
  await using handle = await open(file, 'r').catch((cause: unknown) => {
    if (isCode(cause, 'ENOENT')) return undefined;
    throw cause;
  });
  if (handle === undefined) return undefined;
  const mode = (await handle.stat()).mode & 0o777;
  if ((mode & 0o077) !== 0) {
    throw new ReleaseError('KEY_FILE_OPEN_TO_OTHERS', `open the signing key: "${file}" has mode 0${mode.toString(8)}; wanted 0600`, {
      exitStatus: 2,
      hint: `Run chmod 600 "${file}".`,
    });
  }
  return await handle.readFile('utf8');
}

/** Writes a whole file of mode 0600, unless there is one by then: link(2) fails where a file exists. */
async function writePrivateFile(file: string, text: string): Promise<void> {
  const folder = dirname(file);
  const temporary = join(folder, `.${randomBytes(8).toString('hex')}.tmp`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeSynced(temporary, text);
    await link(temporary, file);
  } catch (cause) {
    if (!isCode(cause, 'EEXIST')) throw cause;
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
}

async function writeSynced(file: string, text: string): Promise<void> {
  await using handle = await open(file, 'wx', 0o600);
  await handle.writeFile(text);
  await handle.sync();
}

function isCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}

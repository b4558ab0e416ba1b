import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { link, mkdir, open, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';

/**
 * The text of a file that only its owner may read; undefined when there is none.
 * @throws ReleaseError `KEY_FILE_OPEN_TO_OTHERS`, `KEY_FILE_UNREADABLE`
 */
export function readPrivateFile(file: string): string | undefined {
  const descriptor = openOrNothing(file);
  if (descriptor === undefined) return undefined;
  try {
    const facts = fstatSync(descriptor);
    if (!facts.isFile()) throw new ReleaseError('KEY_FILE_UNREADABLE', `open the signing key: "${file}" is not a file`, { exitStatus: 2, hint: 'Set BIGPANDA_KEY_FILE to the path of the key file.' });
    const mode = facts.mode & 0o777;
    if ((mode & 0o077) !== 0) {
      throw new ReleaseError('KEY_FILE_OPEN_TO_OTHERS', `open the signing key: "${file}" has mode 0${mode.toString(8)}; wanted 0600`, {
        exitStatus: 2,
        hint: `Run chmod 600 "${file}".`,
      });
    }
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

function openOrNothing(file: string): number | undefined {
  try {
    // Without waiting: nobody may ever write to a pipe.
    return openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return undefined;
    throw new ReleaseError('KEY_FILE_UNREADABLE', `open the signing key: "${file}" cannot be read`, { exitStatus: 2, cause, hint: 'Run it as the owner of the file, or set BIGPANDA_KEY_FILE to another.' });
  }
}

/** Writes a whole file of mode 0600, unless there is one by then: link(2) fails where a file exists. Says whether it did. */
export async function createPrivateFile(file: string, text: string): Promise<boolean> {
  return withTemporary(file, text, async (temporary) => {
    await link(temporary, file);
  }).then(() => true, (cause: unknown) => {
    if (isCode(cause, 'EEXIST')) return false;
    throw cause;
  });
}

/** Writes a whole file of mode 0600 in place of the one that is there, in one step. */
export async function replacePrivateFile(file: string, text: string): Promise<void> {
  await withTemporary(file, text, (temporary) => rename(temporary, file));
}

/** Whether an error of the operating system has the code. */
export function isCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}

async function withTemporary(file: string, text: string, put: (temporary: string) => Promise<void>): Promise<void> {
  const folder = dirname(file);
  const temporary = join(folder, `.${randomBytes(8).toString('hex')}.tmp`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await writeSynced(temporary, text);
    await put(temporary);
    await syncFolder(folder);
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
}

async function writeSynced(file: string, text: string): Promise<void> {
  await using handle = await open(file, 'wx', 0o600);
  await handle.writeFile(text);
  await handle.sync();
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}

import { close, constants, openSync, realpathSync } from 'node:fs';
import { promisify } from 'node:util';
import { isCode } from '../key-store/private-file.ts';
import { readHead } from './head-reader.ts';
import { replaceHead } from './head-replacement.ts';
import { makeHead, type Resigning } from './head.ts';

/** In a thread: what was replaced is freed when the last one who reads it closes it, and that takes the disk a while. */
const closeFile = promisify(close);

/** What became of a file. */
export type ResignedFile =
  | { readonly file: string; readonly isInPlace: boolean; readonly isChanged: boolean }
  | { readonly file: string; readonly error: Error };

/**
 * Gives RPM files other signatures, or none; each is replaced in one step, and one that fails stays as it is.
 * Large payloads are copied by the operating system and never read into memory.
 * Calls that take microseconds are made without waiting for a thread, which would take longer and keep signatures from being made there.
 * @param parallel how many at a time
 */
export async function resignFiles(files: readonly string[], resigning: Resigning, parallel = 8): Promise<readonly ResignedFile[]> {
  const results: ResignedFile[] = [];
  const rest = files.entries();
  const work = async (): Promise<void> => {
    for (const [index, file] of rest) results[index] = await resignFile(file, resigning).catch((error: unknown) => ({ file, error: error as Error }));
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return results;
}

async function resignFile(file: string, resigning: Resigning): Promise<ResignedFile> {
  const { descriptor, place } = openPlace(file);
  try {
    const beginning = readHead(descriptor, file);
    const made = await makeHead(beginning.bytes, resigning);
    const isChanged = Buffer.compare(made.head, beginning.bytes.subarray(0, made.replacedBytes)) !== 0;
    if (isChanged) await replaceHead(place, { ...beginning, descriptor, made });
    return { file, isInPlace: made.isInPlace, isChanged };
  } finally {
    await closeFile(descriptor);
  }
}

/** A symbolic link stays one: what it leads to is replaced. */
function openPlace(file: string): { readonly descriptor: number; readonly place: string } {
  try {
    return { descriptor: openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW), place: file };
  } catch (error) {
    if (!isCode(error, 'ELOOP')) throw error;
    const place = realpathSync(file);
    return { descriptor: openSync(place, 'r'), place };
  }
}

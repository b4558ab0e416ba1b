import { open, realpath } from 'node:fs/promises';
import { readHead } from './head-reader.ts';
import { replaceHead } from './head-replacement.ts';
import { makeHead, type Resigning } from './head.ts';

/** What became of a file. */
export type ResignedFile =
  | { readonly file: string; readonly isInPlace: boolean; readonly isChanged: boolean }
  | { readonly file: string; readonly error: Error };

/**
 * Gives RPM files other signatures, or none; each is replaced in one step, and one that fails stays as it is.
 * A payload is copied by the operating system and never read into memory.
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
  // A symbolic link stays one.
  const place = await realpath(file);
  await using handle = await open(place, 'r');
  const bytes = await readHead(handle, file);
  const made = await makeHead(bytes, resigning);
  const isChanged = Buffer.compare(made.head, bytes.subarray(0, made.replacedBytes)) !== 0;
  if (isChanged) await replaceHead(place, handle, made);
  return { file, isInPlace: made.isInPlace, isChanged };
}

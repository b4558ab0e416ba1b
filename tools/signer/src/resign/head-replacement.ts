import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, open, rename, unlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { NewHead } from './head.ts';

const copyBytes = 1_048_576;

/**
 * Puts a new beginning into a file, by a copy that takes its place in one step.
 * @param handle the file, open for reading
 */
export async function replaceHead(file: string, handle: FileHandle, made: NewHead): Promise<void> {
  const temporary = join(dirname(file), `.${basename(file).slice(0, 200)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    if (made.isInPlace) await copyWritable(file, temporary);
    await using target = await open(temporary, made.isInPlace ? 'r+' : 'wx', 0o600);
    await target.write(made.head, 0, made.head.length, 0);
    if (!made.isInPlace) await copyMoved(handle, target, made);
    await keepOwner(handle, target);
    await target.datasync();
    await rename(temporary, file);
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
}

/** The copy of a file that may not be written has to be. */
async function copyWritable(file: string, copy: string): Promise<void> {
  await copyFile(file, copy, constants.COPYFILE_FICLONE);
  await chmod(copy, 0o600);
}

async function copyMoved(source: FileHandle, target: FileHandle, { head, replacedBytes }: NewHead): Promise<void> {
  const buffer = Buffer.alloc(copyBytes);
  for (let copied = 0; ;) {
    const { bytesRead } = await source.read(buffer, 0, copyBytes, replacedBytes + copied);
    if (bytesRead === 0) return;
    await target.write(buffer, 0, bytesRead, head.length + copied);
    copied += bytesRead;
  }
}

/** Files of others stay theirs where that is allowed; the mode goes last, because a change of owner takes bits of it away. */
async function keepOwner(source: FileHandle, target: FileHandle): Promise<void> {
  const [old, made] = await Promise.all([source.stat(), target.stat()]);
  if (old.uid !== made.uid || old.gid !== made.gid) await target.chown(old.uid, old.gid).catch(() => undefined);
  if (old.mode !== made.mode) await target.chmod(old.mode & 0o7777);
}

import { randomBytes } from 'node:crypto';
import { closeSync, constants, fchmodSync, fchownSync, fdatasync, fstatSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { chmod, copyFile, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Beginning } from './head-reader.ts';
import type { NewHead } from './head.ts';

const copyBytes = 1_048_576;
const synchronise = promisify(fdatasync);

export interface Replacement extends Beginning {
  /** The file, open for reading. */
  readonly descriptor: number;
  readonly made: NewHead;
}

/** Puts a new beginning into a file, by a copy that takes its place in one step. */
export async function replaceHead(file: string, replacement: Replacement): Promise<void> {
  const temporary = join(dirname(file), `.${basename(file).slice(0, 200)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeCopy(file, temporary, replacement);
    renameSync(temporary, file);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

async function writeCopy(file: string, temporary: string, replacement: Replacement): Promise<void> {
  const { bytes, facts, made } = replacement;
  const isWhole = bytes.length === facts.size;
  const isPatched = made.isInPlace && !isWhole;
  if (isPatched) await copyWritable(file, temporary);
  const target = openSync(temporary, isPatched ? 'r+' : 'wx', 0o600);
  try {
    writeAll(target, isWhole ? Buffer.concat([made.head, bytes.subarray(made.replacedBytes)]) : made.head, 0);
    if (!isWhole && !isPatched) await copyMoved(target, replacement);
    keepOwner(target, replacement);
    await synchronise(target);
  } finally {
    closeSync(target);
  }
}

/** The copy of a file that may not be written has to be. */
async function copyWritable(file: string, copy: string): Promise<void> {
  await copyFile(file, copy, constants.COPYFILE_FICLONE);
  await chmod(copy, 0o600);
}

async function copyMoved(target: number, { descriptor, made: { head, replacedBytes } }: Replacement): Promise<void> {
  const buffer = Buffer.allocUnsafe(copyBytes);
  for (let copied = 0; ;) {
    const count = readSync(descriptor, buffer, 0, copyBytes, replacedBytes + copied);
    if (count === 0) return;
    writeAll(target, buffer.subarray(0, count), head.length + copied);
    copied += count;
    // Others have their turn.
    await setImmediate();
  }
}

/** A write may stop short of the end, as where a disk is full; the next one then says why. */
function writeAll(target: number, bytes: Uint8Array, position: number): void {
  for (let written = 0; written < bytes.length;) written += writeSync(target, bytes, written, bytes.length - written, position + written);
}

/** Files of others stay theirs when root signs them; the mode goes last, because a change of owner takes bits of it away. */
function keepOwner(target: number, { facts }: Replacement): void {
  const made = fstatSync(target);
  if (process.geteuid?.() === 0 && (facts.uid !== made.uid || facts.gid !== made.gid)) fchownSync(target, facts.uid, facts.gid);
  if (facts.mode !== made.mode) fchmodSync(target, facts.mode & 0o7777);
}

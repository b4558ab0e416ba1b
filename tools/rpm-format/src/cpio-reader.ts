import { Readable } from 'node:stream';
import { padding } from './alignment.ts';
import { ByteSource } from './byte-source.ts';
import { cpioLayout } from './cpio-layout.ts';
import type { CpioHead } from './cpio-writer.ts';
import { fileType } from './file-mode.ts';
import type { PackagedFile } from './packaged-file.ts';
import { RpmFormatError } from './rpm-format-error.ts';

/** A name longer than PATH_MAX with its "./" is none; without a bound its length alone could fill the memory. */
const nameLimit = 8192;

/** One entry of a payload, read. */
export interface CpioEntry extends CpioHead {
  readonly content: Uint8Array;
}

/** One entry of a payload that is being read. */
export interface StreamedEntry extends CpioHead {
  /** The file of the header, when the entry has a number instead of a name. */
  readonly file: PackagedFile | undefined;
  /** Can be read until the next entry is asked for; what is left of it is then passed over. */
  readonly content: AsyncIterable<Uint8Array>;
}

/**
 * The entries of an uncompressed archive that is held.
 * @throws RpmFormatError `CPIO_INVALID`
 */
export async function readCpio(bytes: Uint8Array, files: readonly PackagedFile[] = []): Promise<readonly CpioEntry[]> {
  const entries: CpioEntry[] = [];
  for await (const { name, inode, mode, mtimeSeconds, sizeBytes, content } of streamCpio(Readable.from([bytes]), files)) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of content) chunks.push(chunk);
    entries.push({ name, inode, mode, mtimeSeconds, sizeBytes, content: Buffer.concat(chunks) });
  }
  return entries;
}

/**
 * The entries of an uncompressed archive, up to the one that ends it; the rest is read but not looked at.
 * @param files what the header says, for archives whose entries have numbers: packages above 4 GiB and those of version 6
 * @throws RpmFormatError `CPIO_INVALID`
 */
export async function* streamCpio(chunks: AsyncIterable<Uint8Array>, files: readonly PackagedFile[]): AsyncIterable<StreamedEntry> {
  const source = new ByteSource(chunks);
  const contentBytes = countContents(files);
  try {
    for (;;) {
      const start = source.offset;
      const entry = await readHead(source, files, contentBytes);
      if (entry.name === cpioLayout.trailerName) break;
      const truncated = () => invalidEntry(start, 'the entry is truncated');
      const contentEnd = source.offset + entry.sizeBytes;
      yield { ...entry, content: source.stream(entry.sizeBytes, truncated) };
      for await (const _ of source.stream(contentEnd - source.offset, truncated));
      await source.take(padding(entry.sizeBytes, cpioLayout.unit), truncated);
    }
    for await (const _ of source.drain());
  } finally {
    await source.close();
  }
}

type EntryHead = CpioHead & { readonly file: PackagedFile | undefined };

async function readHead(source: ByteSource, files: readonly PackagedFile[], contentBytes: readonly number[]): Promise<EntryHead> {
  const start = source.offset;
  const truncated = () => invalidEntry(start, 'the entry is truncated');
  const magic = (await source.peek(cpioLayout.magic.length)).toString('latin1');
  if (magic === cpioLayout.strippedMagic) {
    const head = await source.take(cpioLayout.strippedHeadLength, truncated);
    await source.take(padding(head.length, cpioLayout.unit), truncated);
    return describeStripped(readField(head, 0, start), { files, contentBytes, start });
  }
  if (magic !== cpioLayout.magic && magic !== cpioLayout.checksumMagic) throw invalidEntry(start, 'no "newc" entry begins here');
  const head = await source.take(cpioLayout.headLength, truncated);
  const read = (field: number) => readField(head, field, start);
  const nameLength = read(11);
  if (nameLength < 2 || nameLength > nameLimit) throw invalidEntry(start, `the entry has a name of ${nameLength} bytes`);
  const name = await source.take(nameLength, truncated);
  await source.take(padding(head.length + nameLength, cpioLayout.unit), truncated);
  if (name.indexOf(0) !== nameLength - 1) throw invalidEntry(start, 'the name of the entry does not end where it should');
  return { name: name.toString('utf8', 0, nameLength - 1), inode: read(0), mode: read(1), mtimeSeconds: read(5), sizeBytes: read(6), file: undefined };
}

interface StrippedPlace {
  readonly files: readonly PackagedFile[];
  readonly contentBytes: readonly number[];
  readonly start: number;
}

function describeStripped(index: number, { files, contentBytes, start }: StrippedPlace): EntryHead {
  const file = files[index];
  if (file === undefined) throw invalidEntry(start, `the entry is of file ${index}, and the header has ${files.length}`);
  // Source packages have names, not paths.
  const name = file.path.startsWith('/') ? `.${file.path}` : file.path;
  return { name, inode: file.inode, mode: file.mode, mtimeSeconds: file.mtimeSeconds, sizeBytes: contentBytes[index] ?? 0, file };
}

/** Bytes that each file has in an archive of numbers: of a file with several names the last one has them all (rpm, lib/rpmfi.c). */
function countContents(files: readonly PackagedFile[]): readonly number[] {
  const last = new Map(files.map((file, index) => [linkKey(file), index]));
  return files.map((file, index) => {
    const kind = file.mode & fileType.mask;
    if (kind === fileType.symlink) return file.sizeBytes;
    return kind === fileType.regular && (last.get(linkKey(file)) === index || file.inode === 0) ? file.sizeBytes : 0;
  });
}

function linkKey({ device, inode }: PackagedFile): string {
  return `${device}:${inode}`;
}

function readField(head: Buffer, field: number, start: number): number {
  const offset = cpioLayout.magic.length + field * 8;
  const digits = head.toString('latin1', offset, offset + 8);
  if (!/^[0-9A-Fa-f]{8}$/.test(digits)) throw invalidEntry(start, 'a field is not a hexadecimal number');
  return Number.parseInt(digits, 16);
}

function invalidEntry(offset: number, fact: string): RpmFormatError {
  return new RpmFormatError('CPIO_INVALID', `read a payload: ${fact}, at byte ${offset}`, { offset });
}

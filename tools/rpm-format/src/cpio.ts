import { padding } from './alignment.ts';
import { RpmFormatError } from './rpm-format-error.ts';

/** Magic number of "newc" cpio: ASCII headers, no checksum (cpio(5)). */
const magic = '070701';
const headerLength = 110;
const trailerName = 'TRAILER!!!';
/** Names and contents are filled up to multiples of 4 bytes. */
const unit = 4;

/** What the head of a payload entry says. */
export interface CpioHead {
  /** As it stands in the archive: `./usr/bin/x` in a package. */
  readonly name: string;
  readonly inode: number;
  /** With the file type's bits. */
  readonly mode: number;
  readonly mtimeSeconds: number;
  readonly sizeBytes: number;
}

/** One entry of a payload, read. */
export interface CpioEntry extends CpioHead {
  readonly content: Uint8Array;
}

/** The bytes before an entry's content. */
export function writeCpioHead(head: CpioHead): Buffer {
  const name = Buffer.from(`${head.name}\0`);
  // Owner 0:0, one link, no devices: rpm takes all of these from the header (facts of the payload format).
  const fields = [head.inode, head.mode, 0, 0, 1, head.mtimeSeconds, head.sizeBytes, 0, 0, 0, 0, name.length, 0];
  const digits = fields.map((field) => field.toString(16).padStart(8, '0')).join('');
  return Buffer.concat([Buffer.from(magic + digits), name, Buffer.alloc(padding(headerLength + name.length, unit))]);
}

/** The bytes after an entry's content. */
export function writeCpioGap(sizeBytes: number): Buffer {
  return Buffer.alloc(padding(sizeBytes, unit));
}

/** The entry that ends an archive. */
export function writeCpioTrailer(): Buffer {
  return writeCpioHead({ name: trailerName, inode: 0, mode: 0, mtimeSeconds: 0, sizeBytes: 0 });
}

/**
 * The entries of an uncompressed archive; contents are views of it.
 * @throws RpmFormatError `CPIO_INVALID`, also for the stripped entries of files above 4 GiB
 */
export function readCpio(bytes: Uint8Array): readonly CpioEntry[] {
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: CpioEntry[] = [];
  let offset = 0;
  for (;;) {
    const { entry, end } = readEntry(input, offset);
    if (entry.name === trailerName) return entries;
    entries.push(entry);
    offset = end;
  }
}

function readEntry(input: Buffer, start: number): { readonly entry: CpioEntry; readonly end: number } {
  const nameStart = start + headerLength;
  if (nameStart > input.length || input.toString('latin1', start, start + magic.length) !== magic) throw invalidEntry(start, 'no "newc" entry begins here');
  const read = (field: number) => readField(input, start + magic.length + field * 8);
  const [sizeBytes, nameLength] = [read(6), read(11)];
  const nameEnd = nameStart + nameLength;
  const contentStart = nameEnd + padding(nameEnd - start, unit);
  const contentEnd = contentStart + sizeBytes;
  if (nameLength < 2 || contentEnd > input.length || input[nameEnd - 1] !== 0) throw invalidEntry(start, 'the entry is truncated');
  const name = input.toString('utf8', nameStart, nameEnd - 1);
  const head = { name, inode: read(0), mode: read(1), mtimeSeconds: read(5), sizeBytes };
  return { entry: { ...head, content: input.subarray(contentStart, contentEnd) }, end: contentEnd + padding(sizeBytes, unit) };
}

function readField(input: Buffer, offset: number): number {
  const digits = input.toString('latin1', offset, offset + 8);
  if (!/^[0-9A-Fa-f]{8}$/.test(digits)) throw invalidEntry(offset, 'a field is not a hexadecimal number');
  return Number.parseInt(digits, 16);
}

function invalidEntry(offset: number, fact: string): RpmFormatError {
  return new RpmFormatError('CPIO_INVALID', `read a payload: ${fact}, at byte ${offset}`, { offset });
}

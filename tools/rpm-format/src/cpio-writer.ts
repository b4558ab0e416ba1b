import { padding } from './alignment.ts';
import { cpioLayout } from './cpio-layout.ts';
import { hasLargeFile, fileSize, fullMode } from './package-file.ts';
import type { PackageFile } from './package-spec.ts';

/**
 * The time in every entry: 1980-01-02, the earliest that zip files can hold everywhere.
 * rpm takes the real one from the header; the commit's, here, would make two builds of the same files differ in all bytes.
 */
const entryTimeSeconds = 315_619_200;
const zero = writeDigits(0);
const longestGap = new Uint8Array(cpioLayout.unit - 1);

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

/** Gives the bytes before each file's content: a function of its path, mode and size only, so that an inserted file changes no other. */
export function chooseEntryHead(files: readonly PackageFile[]): (file: PackageFile, index: number) => Buffer {
  if (hasLargeFile(files)) return (_, index) => writeStrippedHead(index);
  return (file) => writeCpioHead({ name: payloadPath(file.path), inode: 0, mode: fullMode(file), mtimeSeconds: entryTimeSeconds, sizeBytes: fileSizeIn(file) });
}

/** The bytes before an entry's content. */
export function writeCpioHead(head: CpioHead): Buffer {
  const nameBytes = Buffer.byteLength(head.name) + 1;
  // Owner 0:0, one link, no devices, no checksum: rpm takes all of these from the header (facts of the payload format).
  const first = `${writeDigits(head.inode)}${writeDigits(head.mode)}${zero}${zero}${writeDigits(1)}${writeDigits(head.mtimeSeconds)}${writeDigits(head.sizeBytes)}`;
  const digits = `${first}${zero}${zero}${zero}${zero}${writeDigits(nameBytes)}${zero}`;
  return Buffer.from(`${cpioLayout.magic}${digits}${head.name}${'\0'.repeat(1 + padding(cpioLayout.headLength + nameBytes, cpioLayout.unit))}`);
}

/** The bytes before the content of a file in a package with one above 4 GiB: the number of the file, whose facts stand in the header. */
export function writeStrippedHead(index: number): Buffer {
  const head = Buffer.from(cpioLayout.strippedMagic + writeDigits(index));
  return Buffer.concat([head, Buffer.alloc(padding(head.length, cpioLayout.unit))]);
}

/** The bytes after an entry's content. */
export function writeCpioGap(sizeBytes: number): Uint8Array {
  return longestGap.subarray(0, padding(sizeBytes, cpioLayout.unit));
}

/** A field of a head. */
function writeDigits(value: number): string {
  return value.toString(16).padStart(8, '0');
}

/** The entry that ends an archive. */
export function writeCpioTrailer(): Buffer {
  return writeCpioHead({ name: cpioLayout.trailerName, inode: 0, mode: 0, mtimeSeconds: 0, sizeBytes: 0 });
}

/** Paths begin with a dot; the names in a source package stand as they are. */
function payloadPath(path: string): string {
  return path.startsWith('/') ? `.${path}` : path;
}

function fileSizeIn(file: PackageFile): number {
  return file.type === 'ghost' ? 0 : fileSize(file);
}

import { padding } from './alignment.ts';
import { cpioLayout } from './cpio-layout.ts';
import { hasLargeFile, fileSize, fullMode } from './package-file.ts';
import type { PackageFile } from './package-spec.ts';

/**
 * The time in every entry: 1980-01-02, the earliest that zip files can hold everywhere.
 * rpm takes the real one from the header; the commit's, here, would make two builds of the same files differ in all bytes.
 */
const entryTimeSeconds = 315_619_200;

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
  const name = Buffer.from(`${head.name}\0`);
  // Owner 0:0, one link, no devices: rpm takes all of these from the header (facts of the payload format).
  const fields = [head.inode, head.mode, 0, 0, 1, head.mtimeSeconds, head.sizeBytes, 0, 0, 0, 0, name.length, 0];
  const digits = fields.map((field) => field.toString(16).padStart(8, '0')).join('');
  return Buffer.concat([Buffer.from(cpioLayout.magic + digits), name, Buffer.alloc(padding(cpioLayout.headLength + name.length, cpioLayout.unit))]);
}

/** The bytes before the content of a file in a package with one above 4 GiB: the number of the file, whose facts stand in the header. */
export function writeStrippedHead(index: number): Buffer {
  const head = Buffer.from(cpioLayout.strippedMagic + index.toString(16).padStart(8, '0'));
  return Buffer.concat([head, Buffer.alloc(padding(head.length, cpioLayout.unit))]);
}

/** The bytes after an entry's content. */
export function writeCpioGap(sizeBytes: number): Buffer {
  return Buffer.alloc(padding(sizeBytes, cpioLayout.unit));
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

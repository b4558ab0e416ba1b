import { fileFlag, fileType } from './file-mode.ts';
import type { PackageFile } from './package-spec.ts';

/** What the eight hexadecimal digits of a cpio entry and the 32 bits of FILESIZES can say. */
const smallFileLimit = 0xffffffff;

export type RegularFile = Extract<PackageFile, { type: 'file' }>;

/** Permission bits and those of the file type. */
export function fullMode(file: PackageFile): number {
  return typeBits(file) | file.mode;
}

/** Where a symlink or the ghost of one points to; undefined for anything else. */
export function linkTarget(file: PackageFile): string | undefined {
  if (file.type === 'symlink') return file.target;
  return file.type === 'ghost' && file.of === 'symlink' ? file.target : undefined;
}

/** Size of a regular file in bytes. */
export function contentSize(file: RegularFile): number {
  return file.content instanceof Uint8Array ? file.content.length : file.content.sizeBytes;
}

/** Bytes that a file has on disk: a symlink's are its target. */
export function fileSize(file: PackageFile): number {
  return file.type === 'file' ? contentSize(file) : Buffer.byteLength(linkTarget(file) ?? '');
}

/** Whether any file has more than 4 GiB: sizes then take 64 bits, and the payload names its files by their numbers. */
export function hasLargeFile(files: readonly PackageFile[]): boolean {
  return files.some((file) => fileSize(file) > smallFileLimit);
}

/** The bits of the header; a ghost's own one is added. */
export function fileFlags(file: PackageFile): number {
  return (file.flags ?? 0) | (file.type === 'ghost' ? fileFlag.ghost : 0);
}

/** The order of files in a header: bytewise by the whole path. */
export function sortFiles(files: readonly PackageFile[]): readonly PackageFile[] {
  return files.toSorted((left, right) => compareBytewise(left.path, right.path));
}

/** The order of two texts as UTF-8; their own one would put characters above U+FFFF, whose halves begin with D8 to DF, before those of E000 and above. */
function compareBytewise(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const [one, other] = [left.charCodeAt(index), right.charCodeAt(index)];
    if (one !== other) return rankUnit(one) - rankUnit(other);
  }
  return left.length - right.length;
}

function rankUnit(unit: number): number {
  return (unit & 0xf800) === 0xd800 ? unit + 0x10000 : unit;
}

function typeBits(file: PackageFile): number {
  const kind = file.type === 'ghost' ? (file.of ?? 'file') : file.type;
  if (kind === 'dir') return fileType.folder;
  return kind === 'symlink' ? fileType.symlink : fileType.regular;
}

import { checkCount, readPaths } from './file-paths.ts';
import { readNumbers, readTexts } from './header-access.ts';
import type { Header } from './header-reader.ts';
import { headerTag } from './tag.ts';

/** What a header says of one file. */
export interface PackagedFile {
  /** Absolute; in a source package the name only. */
  readonly path: string;
  readonly sizeBytes: number;
  /** With the file type's bits. */
  readonly mode: number;
  readonly mtimeSeconds: number;
  /** Hex digits; empty for anything but a regular file. */
  readonly digest: string;
  /** Empty for anything but a symlink. */
  readonly linkTarget: string;
  /** Bits of `fileFlag`. */
  readonly flags: number;
  readonly verifyFlags: number;
  readonly user: string;
  readonly group: string;
  readonly language: string;
  /** Empty when it has none. */
  readonly capabilities: string;
  readonly device: number;
  /** Regular files with the same device and inode are one file with several names. */
  readonly inode: number;
  /** Device number of a special file. */
  readonly specialDevice: number;
}

/**
 * The files of a package, in the order of its header. What an old header does not say is 0 or empty.
 * @throws RpmFormatError `TAG_COUNT_WRONG`, `TAG_TYPE_WRONG`, `HEADER_ENTRY_INVALID`
 */
export function listFiles(header: Header): readonly PackagedFile[] {
  const paths = readPaths(header);
  const numbers = (tag: number) => readArray(readNumbers(header, tag), tag, paths.length);
  const texts = (tag: number) => readArray(readTexts(header, tag), tag, paths.length);
  const sizes = header.entries.has(headerTag.longFileSizes) ? numbers(headerTag.longFileSizes) : numbers(headerTag.fileSizes);
  const [modes, times, flags, verifyFlags] = [headerTag.fileModes, headerTag.fileMtimes, headerTag.fileFlags, headerTag.fileVerifyFlags].map(numbers);
  const [devices, inodes, specialDevices] = [headerTag.fileDevices, headerTag.fileInodes, headerTag.fileRdevs].map(numbers);
  const [digests, targets, users, groups] = [headerTag.fileDigests, headerTag.fileLinkTos, headerTag.fileUserName, headerTag.fileGroupName].map(texts);
  const [languages, capabilities] = [headerTag.fileLangs, headerTag.fileCapabilities].map(texts);
  return paths.map((path, index) => ({
    path,
    sizeBytes: sizes[index] ?? 0,
    mode: modes?.[index] ?? 0,
    mtimeSeconds: times?.[index] ?? 0,
    digest: digests?.[index] ?? '',
    linkTarget: targets?.[index] ?? '',
    flags: flags?.[index] ?? 0,
    verifyFlags: verifyFlags?.[index] ?? 0,
    user: users?.[index] ?? '',
    group: groups?.[index] ?? '',
    language: languages?.[index] ?? '',
    capabilities: capabilities?.[index] ?? '',
    device: devices?.[index] ?? 0,
    inode: inodes?.[index] ?? 0,
    specialDevice: specialDevices?.[index] ?? 0,
  }));
}

function readArray<Item>(values: readonly Item[], tag: number, count: number): readonly Item[] {
  if (values.length > 0) checkCount(tag, values.length, count);
  return values;
}

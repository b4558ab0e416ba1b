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
  const numbers = (tag: number) => readArray(readNumbers(header, tag), { tag, count: paths.length, absent: 0 });
  const texts = (tag: number) => readArray(readTexts(header, tag), { tag, count: paths.length, absent: '' });
  const sizeBytes = numbers(header.entries.has(headerTag.longFileSizes) ? headerTag.longFileSizes : headerTag.fileSizes);
  const mode = numbers(headerTag.fileModes);
  const mtimeSeconds = numbers(headerTag.fileMtimes);
  const flags = numbers(headerTag.fileFlags);
  const verifyFlags = numbers(headerTag.fileVerifyFlags);
  const device = numbers(headerTag.fileDevices);
  const inode = numbers(headerTag.fileInodes);
  const specialDevice = numbers(headerTag.fileRdevs);
  const digest = texts(headerTag.fileDigests);
  const linkTarget = texts(headerTag.fileLinkTos);
  const user = texts(headerTag.fileUserName);
  const group = texts(headerTag.fileGroupName);
  const language = texts(headerTag.fileLangs);
  const capabilities = texts(headerTag.fileCapabilities);
  return paths.map((path, index) => ({
    path,
    sizeBytes: sizeBytes(index),
    mode: mode(index),
    mtimeSeconds: mtimeSeconds(index),
    digest: digest(index),
    linkTarget: linkTarget(index),
    flags: flags(index),
    verifyFlags: verifyFlags(index),
    user: user(index),
    group: group(index),
    language: language(index),
    capabilities: capabilities(index),
    device: device(index),
    inode: inode(index),
    specialDevice: specialDevice(index),
  }));
}

/** What an array of a header has for the file at an index. */
function readArray<Item>(values: readonly Item[], { tag, count, absent }: { readonly tag: number; readonly count: number; readonly absent: Item }): (index: number) => Item {
  if (values.length > 0) checkCount(tag, values.length, count);
  return (index) => values[index] ?? absent;
}

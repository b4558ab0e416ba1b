import { fileFlag } from './file-mode.ts';
import type { HeaderValue, Items } from './header-value.ts';
import { fileFlags, fileSize, fullMode, hasLargeFile, linkTarget } from './package-file.ts';
import type { PackageFile } from './package-spec.ts';
import { headerTag } from './tag.ts';

/** Everything is verified; of a ghost neither digest, size, link target nor time (rpm, lib/rpmvf.h). */
const verifyAll = 0xffffffff;
const verifyGhost = 0xffffffd8;
/** SHA-256 (rpm, rpmio/rpmpgp.h). */
const sha256Id = 8;

export interface FileFacts {
  readonly timeSeconds: number;
  /** SHA-256 of a regular file by its place in the header, 64 hex digits. */
  readonly digestOf: (index: number) => string;
}

/** The header's parallel arrays over the files, which come in the header's order. */
export function writeFileEntries(files: readonly PackageFile[], facts: FileFacts): readonly (readonly [number, HeaderValue])[] {
  if (files.length === 0) return [];
  const list = <Item>(read: (file: PackageFile, index: number) => Item): Items<Item> => listItems(files, read);
  const texts = (tag: number, read: (file: PackageFile, index: number) => string): readonly [number, HeaderValue] => [tag, { type: 'stringArray', values: list(read) }];
  const numbers = (tag: number, read: (file: PackageFile, index: number) => number): readonly [number, HeaderValue] => [tag, { type: 'int32', values: list(read) }];
  return [
    hasLargeFile(files) ? [headerTag.longFileSizes, { type: 'int64', values: list(fileSize) }] : numbers(headerTag.fileSizes, fileSize),
    [headerTag.fileModes, { type: 'int16', values: list(fullMode) }],
    [headerTag.fileRdevs, { type: 'int16', values: list(() => 0) }],
    numbers(headerTag.fileMtimes, () => facts.timeSeconds),
    texts(headerTag.fileDigests, (file, index) => (file.type === 'file' ? facts.digestOf(index) : '')),
    texts(headerTag.fileLinkTos, (file) => linkTarget(file) ?? ''),
    numbers(headerTag.fileFlags, fileFlags),
    texts(headerTag.fileUserName, (file) => file.user ?? 'root'),
    texts(headerTag.fileGroupName, (file) => file.group ?? 'root'),
    numbers(headerTag.fileVerifyFlags, verifiedFacts),
    numbers(headerTag.fileDevices, () => 1),
    numbers(headerTag.fileInodes, (_, index) => index + 1),
    texts(headerTag.fileLangs, (file) => file.language ?? ''),
    [headerTag.fileDigestAlgorithm, { type: 'int32', values: [sha256Id] }],
    ...writeCapabilities(files),
    ...writePaths(files),
  ];
}

/** Bytes that the files take when installed: contents and the targets of symlinks, also of those that are ghosts. */
export function installedSize(files: readonly PackageFile[]): number {
  return files.reduce((sum, file) => sum + fileSize(file), 0);
}

function verifiedFacts(file: PackageFile): number {
  return file.verifyFlags ?? (isGhost(file) ? verifyGhost : verifyAll);
}

function isGhost(file: PackageFile): boolean {
  return (fileFlags(file) & fileFlag.ghost) !== 0;
}

function writeCapabilities(files: readonly PackageFile[]): readonly (readonly [number, HeaderValue])[] {
  const read = (file: PackageFile): string => (file.type === 'file' ? (file.capabilities ?? '') : '');
  return files.every((file) => read(file) === '') ? [] : [[headerTag.fileCapabilities, { type: 'stringArray', values: listItems(files, read) }]];
}

function writePaths(files: readonly PackageFile[]): readonly (readonly [number, HeaderValue])[] {
  const folders = new Map<string, number>();
  for (const file of files) if (!folders.has(folderOf(file))) folders.set(folderOf(file), folders.size);
  return [
    [headerTag.dirIndexes, { type: 'int32', values: listItems(files, (file) => folders.get(folderOf(file)) ?? 0) }],
    [headerTag.baseNames, { type: 'stringArray', values: listItems(files, ({ path }) => path.slice(path.lastIndexOf('/') + 1)) }],
    [headerTag.dirNames, { type: 'stringArray', values: [...folders.keys()] }],
  ];
}

/** With its slash. */
function folderOf({ path }: PackageFile): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function listItems<Item>(files: readonly PackageFile[], read: (file: PackageFile, index: number) => Item): Items<Item> {
  return {
    length: files.length,
    *[Symbol.iterator]() {
      for (const [index, file] of files.entries()) yield read(file, index);
    },
  };
}

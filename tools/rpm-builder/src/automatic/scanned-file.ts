import { fileFlag, type PackageFile } from '@bigpanda/rpm-format';
import { contentBytes, readWindow } from '../content-window.ts';

/** What is read of a file to see what it is. */
const headBytes = 4096;
/** More of a text is not read: what describes a package is short. */
const textBytes = 1024 * 1024;

/** A regular file of a package that providers look into; nothing of it is read before they ask. */
export interface ScannedFile {
  readonly path: string;
  readonly isExecutable: boolean;
  readonly sizeBytes: number;
  /** The first 4 KiB, read once. */
  readonly readHead: () => Promise<Buffer>;
  readonly read: (start: number, length: number) => Promise<Buffer>;
  /** The text of the first MiB. */
  readonly readText: () => Promise<string>;
}

/** The regular files of a package, ready to be looked into, but for documentation: examples need nothing (rpm, build/rpmfc.c). */
export function scanFiles(files: readonly PackageFile[]): readonly ScannedFile[] {
  return files.flatMap((file) => (file.type === 'file' && ((file.flags ?? 0) & fileFlag.doc) === 0 ? [scanFile(file)] : []));
}

function scanFile({ path, mode, content }: Extract<PackageFile, { type: 'file' }>): ScannedFile {
  let head: Promise<Buffer> | undefined;
  const readHead = () => (head ??= readWindow(content, 0, headBytes));
  return {
    path,
    isExecutable: (mode & 0o111) !== 0,
    sizeBytes: contentBytes(content),
    readHead,
    read: async (start, length) => (start + length <= headBytes ? (await readHead()).subarray(start, start + length) : readWindow(content, start, length)),
    readText: async () => (await readWindow(content, 0, textBytes)).toString('utf8'),
  };
}

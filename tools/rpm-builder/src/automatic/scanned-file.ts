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
  readHead(): Promise<Buffer>;
  read(start: number, length: number): Promise<Buffer>;
  /** The text of the first MiB. */
  readText(): Promise<string>;
}

/** The regular files of a package, ready to be looked into, but for documentation: examples need nothing (rpm, build/rpmfc.c). */
export function scanFiles(files: readonly PackageFile[]): readonly ScannedFile[] {
  return files.flatMap((file) => (file.type === 'file' && ((file.flags ?? 0) & fileFlag.doc) === 0 ? [new ScannedContent(file)] : []));
}

/** There may be a hundred thousand of them. */
class ScannedContent implements ScannedFile {
  readonly #file: Extract<PackageFile, { type: 'file' }>;
  #head: Promise<Buffer> | undefined;

  constructor(file: Extract<PackageFile, { type: 'file' }>) {
    this.#file = file;
  }

  get path(): string {
    return this.#file.path;
  }

  get isExecutable(): boolean {
    return (this.#file.mode & 0o111) !== 0;
  }

  get sizeBytes(): number {
    return contentBytes(this.#file.content);
  }

  readHead(): Promise<Buffer> {
    this.#head ??= readWindow(this.#file.content, 0, headBytes);
    return this.#head;
  }

  async read(start: number, length: number): Promise<Buffer> {
    return start + length <= headBytes ? (await this.readHead()).subarray(start, start + length) : readWindow(this.#file.content, start, length);
  }

  async readText(): Promise<string> {
    return (await readWindow(this.#file.content, 0, textBytes)).toString('utf8');
  }
}

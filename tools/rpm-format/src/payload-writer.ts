import { createHash } from 'node:crypto';
import { writeCpioGap, writeCpioHead, writeCpioTrailer } from './cpio.ts';
import { fileType } from './file-mode.ts';
import type { PackageFile } from './package-spec.ts';
import { contentSize } from './package-spec-check.ts';
import { compressPayload, type PayloadCompression } from './payload-codec.ts';
import { RpmFormatError } from './rpm-format-error.ts';

/** A compressed payload and what the header says of it. */
export interface WrittenPayload {
  readonly chunks: readonly Uint8Array[];
  readonly sizeBytes: number;
  /** SHA-256 of the compressed bytes, 64 hex digits. */
  readonly digest: string;
  readonly uncompressedBytes: number;
  /** SHA-256 of the uncompressed bytes, 64 hex digits: the same whatever the codec. */
  readonly uncompressedDigest: string;
  /** SHA-256 of each regular file by its path. */
  readonly fileDigests: ReadonlyMap<string, string>;
}

export interface PayloadChoice {
  /** In the order of the header; ghosts get an inode but no entry. */
  readonly files: readonly PackageFile[];
  readonly timeSeconds: number;
  readonly compression: PayloadCompression;
}

/** Writes the payload; it is held in memory as a whole, compressed and not. */
export async function writePayload(choice: PayloadChoice): Promise<WrittenPayload> {
  const fileDigests = new Map<string, string>();
  const archive = await collect(writeArchive(choice, fileDigests));
  const compressed = await compressPayload(archive, choice.compression);
  return {
    chunks: [compressed],
    sizeBytes: compressed.length,
    digest: hash(compressed),
    uncompressedBytes: archive.length,
    uncompressedDigest: hash(archive),
    fileDigests,
  };
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const collected: Uint8Array[] = [];
  for await (const chunk of chunks) collected.push(chunk);
  return Buffer.concat(collected);
}

async function* writeArchive(choice: PayloadChoice, fileDigests: Map<string, string>): AsyncIterable<Uint8Array> {
  for (const [index, file] of choice.files.entries()) {
    if (file.type === 'ghost') continue;
    const sizeBytes = payloadSize(file);
    yield writeCpioHead({ name: `.${file.path}`, inode: index + 1, mode: fullMode(file), mtimeSeconds: choice.timeSeconds, sizeBytes });
    if (file.type === 'symlink') yield Buffer.from(file.target);
    if (file.type === 'file') yield* readContent(file, fileDigests);
    yield writeCpioGap(sizeBytes);
  }
  yield writeCpioTrailer();
}

/** Permission bits and those of the file type. */
export function fullMode(file: PackageFile): number {
  if (file.type === 'dir') return fileType.folder | file.mode;
  return (file.type === 'symlink' ? fileType.symlink : fileType.regular) | file.mode;
}

/** Bytes that a file has in the payload: a symlink's are its target. */
export function payloadSize(file: PackageFile): number {
  if (file.type === 'symlink') return Buffer.byteLength(file.target);
  return file.type === 'file' ? contentSize(file) : 0;
}

async function* readContent(file: Extract<PackageFile, { type: 'file' }>, fileDigests: Map<string, string>): AsyncIterable<Uint8Array> {
  const digest = createHash('sha256');
  let found = 0;
  for await (const chunk of file.content instanceof Uint8Array ? [file.content] : file.content.read()) {
    digest.update(chunk);
    found += chunk.length;
    yield chunk;
  }
  const wanted = contentSize(file);
  if (found !== wanted) throw new RpmFormatError('PACKAGE_INVALID', `write a payload: "${file.path}" gave ${found} bytes; wanted ${wanted}`);
  fileDigests.set(file.path, digest.digest('hex'));
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

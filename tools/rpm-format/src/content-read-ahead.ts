import { contentSize, linkTarget, type RegularFile } from './package-file.ts';
import type { PackageFile } from './package-spec.ts';
import { RpmFormatError } from './rpm-format-error.ts';

/** Files up to this size are read as a whole, several at a time. */
const smallFileBytes = 512 * 1024;
/** Bounds of what is read before it is needed: opening a file takes longer than reading it. */
const aheadBytes = 4 * 1024 * 1024;
const aheadFiles = 32;

/** Puts the whole content of a file where it is wanted. */
export type FillContent = (target: Uint8Array) => void;

/** A file with what the payload holds of it: as a whole when it is small, perhaps not yet read, or what puts the whole where it is wanted. */
export interface ReadFile {
  readonly file: PackageFile;
  readonly index: number;
  readonly content: Uint8Array | Promise<Uint8Array> | FillContent | AsyncIterable<Uint8Array>;
}

/**
 * The files in their order, each with its content; small ones are read ahead, within a bound on memory. What is at hand is not waited for:
 * a promise for each of a hundred thousand files takes longer than reading them.
 * @throws RpmFormatError `PACKAGE_INVALID` for a file that is longer or shorter than it said
 */
export function* readAhead(files: readonly PackageFile[]): Iterable<ReadFile> {
  const started: (Uint8Array | Promise<Uint8Array> | undefined)[] = [];
  let ahead = 0;
  for (const [index, file] of files.entries()) {
    for (let next = files[started.length]; next !== undefined; next = files[started.length]) {
      if (started.length > index && (ahead >= aheadBytes || started.length - index >= aheadFiles)) break;
      ahead += sizeAhead(next);
      started.push(startReading(next));
    }
    ahead -= sizeAhead(file);
    const begun = started[index];
    started[index] = undefined;
    if (begun !== undefined) yield { file, index, content: begun };
    else if (file.type === 'file') yield { file, index, content: findFill(file) ?? checkLength(file) };
  }
}

function sizeAhead(file: PackageFile): number {
  return file.type === 'file' && isSmall(file) && !canFill(file) ? contentSize(file) : 0;
}

function findFill(file: RegularFile): FillContent | undefined {
  const { content } = file;
  return canFill(file) && !(content instanceof Uint8Array) ? (target) => content.fill?.(target) : undefined;
}

function canFill(file: RegularFile): boolean {
  return isSmall(file) && !(file.content instanceof Uint8Array) && file.content.fill !== undefined;
}

function isSmall(file: RegularFile): boolean {
  return contentSize(file) <= smallFileBytes;
}

/** The content, or a promise of it; undefined when the file is too large to be read as a whole, or can be read at once when it is its turn. */
function startReading(file: PackageFile): Uint8Array | Promise<Uint8Array> | undefined {
  if (file.type !== 'file') return Buffer.from((file.type === 'symlink' ? linkTarget(file) : undefined) ?? '');
  if (!isSmall(file) || canFill(file)) return undefined;
  if (file.content instanceof Uint8Array) return file.content;
  const reading = collect(checkLength(file), contentSize(file));
  // A failure is reported when it is the file's turn.
  reading.catch(() => undefined);
  return reading;
}

/** The bytes in one piece: the chunk itself when there is one, else a copy, because a chunk may be overwritten once the next one is asked for. */
async function collect(chunks: AsyncIterable<Uint8Array>, sizeBytes: number): Promise<Uint8Array> {
  let whole: Uint8Array = new Uint8Array(0);
  let length = 0;
  for await (const chunk of chunks) {
    if (chunk.length === sizeBytes) whole = chunk;
    else {
      if (length === 0) whole = Buffer.allocUnsafe(sizeBytes);
      whole.set(chunk, length);
    }
    length += chunk.length;
  }
  return whole;
}

/** The content of a file, which must be as long as it said: one that changes meanwhile is found here. */
async function* checkLength(file: RegularFile): AsyncIterable<Uint8Array> {
  const wanted = contentSize(file);
  let found = 0;
  for await (const chunk of file.content instanceof Uint8Array ? [file.content] : file.content.read()) {
    found += chunk.length;
    if (found > wanted) break;
    yield chunk;
  }
  if (found === wanted) return;
  throw new RpmFormatError('PACKAGE_INVALID', `write a payload: "${file.path}" gave ${found > wanted ? 'at least ' : ''}${found} bytes; wanted ${wanted}`);
}

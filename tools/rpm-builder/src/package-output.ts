import { randomBytes } from 'node:crypto';
import { closeSync, open, renameSync, write, type Dirent } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ReleaseError } from '@bigpanda/release-model';

/** A file whose writer is gone is left for this long: its number may be that of a process in another container. */
const abandonedSeconds = 60;
/** Names of files that are being written: `.<RPM file>.<process>-<random>.tmp`. */
const temporaryName = /^\..+\.(?<process>\d+)-[0-9a-f]{12}\.tmp$/;
/** What leaves room for the rest of a name of 255 bytes. */
const keptNameBytes = 200;
const gatheredBytes = 64 * 1024;
/** Without the cost of a FileHandle, and beside the main thread: making a file and writing to it may take a millisecond each, during which other packages go on. */
const openFile = promisify(open);
const writeFile = promisify(write);

interface StagedFile {
  readonly temporary: string;
  readonly file: string;
}

/**
 * RPM files on their way into a folder: written beside their places, and put there together. What is not put there is removed with the scope.
 * A process that was killed leaves its files; the next one that writes to the folder removes them. Nothing waits for the disk:
 * packages can be made again, and who publishes them compares their digests.
 */
export class PackageOutput implements AsyncDisposable {
  readonly folder: string;
  readonly #staged: StagedFile[] = [];

  private constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * Opens a folder, which is made when it is not there.
   * @throws ReleaseError `RPM_WRITE_FAILED`
   */
  static async open(folder: string): Promise<PackageOutput> {
    await mkdir(folder, { recursive: true }).catch((cause: unknown) => { throw describeWriteFailure(folder, cause); });
    await removeAbandoned(folder);
    return new PackageOutput(folder);
  }

  /** A new path beside a file's place, for whoever writes it. */
  stage(fileName: string): StagedFile {
    const temporary = join(this.folder, temporaryFileName(fileName));
    return { temporary, file: this.adopt(temporary, fileName) };
  }

  /** Takes over what was written beside a file's place, and gives the path that it will have. */
  adopt(temporary: string, fileName: string): string {
    const file = join(this.folder, fileName);
    this.#staged.push({ temporary, file });
    return file;
  }

  /**
   * Writes a file beside its place and gives the path that it will have.
   * @throws ReleaseError `RPM_WRITE_FAILED`
   */
  async write(fileName: string, chunks: AsyncIterable<Uint8Array>): Promise<string> {
    const { temporary, file } = this.stage(fileName);
    const descriptor = await openFile(temporary, 'wx', 0o644).catch((cause: unknown) => { throw describeWriteFailure(file, cause); });
    try {
      for await (const chunk of gatherSmall(chunks)) await writeBeside(descriptor, chunk);
    } catch (cause) {
      throw describeWriteFailure(file, cause);
    } finally {
      closeSync(descriptor);
    }
    return file;
  }

  /**
   * Puts every file into its place; at once, because asking another thread for each takes longer than it does.
   * @throws ReleaseError `RPM_WRITE_FAILED`
   */
  commit(): void {
    for (const { temporary, file } of this.#staged) {
      try {
        renameSync(temporary, file);
      } catch (cause) {
        throw describeWriteFailure(file, cause);
      }
    }
    this.#staged.length = 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { temporary } of this.#staged) await rm(temporary, { force: true });
  }
}

/** Small chunks together: many packages are one write so, and each write into a new file takes the disk a while. */
async function* gatherSmall(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const chunk of chunks) {
    if (heldBytes + chunk.length <= gatheredBytes) {
      // It may be overwritten once the next one is asked for.
      held.push(Buffer.from(chunk));
      heldBytes += chunk.length;
      continue;
    }
    yield Buffer.concat(held);
    [held, heldBytes] = [[], 0];
    yield chunk;
  }
  yield Buffer.concat(held);
}

/** The name of a file that is being written, by which a later process knows whether its writer is still there. */
export function temporaryFileName(fileName: string): string {
  const kept = Buffer.from(fileName).toString('latin1', 0, keptNameBytes).replaceAll(/[^\x21-\x7e]/g, '_');
  return `.${kept}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
}

/** What a failed call of the operating system means for a file that is being written. */
export function describeWriteFailure(file: string, cause: unknown): unknown {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (!(cause instanceof Error) || code === undefined) return cause;
  const reason = message.replace(/^[A-Z0-9]+: /, '').replace(/, .*$/, '');
  return new ReleaseError('RPM_WRITE_FAILED', `write "${file}": ${reason} (${code})`, { cause, hint: hints[code] ?? 'Give another folder with --out.' });
}

const hints: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some disk space and run it again; nothing was left half-written.',
  EDQUOT: 'Free some disk space and run it again; nothing was left half-written.',
  EFBIG: 'Write to a file system that holds larger files, or raise the limit: ulimit -f unlimited',
};

async function writeBeside(descriptor: number, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) written += (await writeFile(descriptor, bytes, written)).bytesWritten;
}

/** Another process may be at the same: a file that is gone is as good as removed. */
async function removeAbandoned(folder: string): Promise<void> {
  const entries: readonly Dirent[] = await readdir(folder, { withFileTypes: true });
  for (const { name } of entries.filter((entry) => entry.isFile())) {
    const writer = temporaryName.exec(name)?.groups?.['process'];
    if (writer === undefined || isRunning(Number(writer))) continue;
    const facts = await stat(join(folder, name)).catch(() => undefined);
    if (facts !== undefined && Date.now() - facts.mtimeMs > abandonedSeconds * 1000) await rm(join(folder, name), { force: true });
  }
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

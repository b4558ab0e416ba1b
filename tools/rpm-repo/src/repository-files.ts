import {
  chmodSync, closeSync, constants, copyFileSync, fchmodSync, fsync, fsyncSync, linkSync, lstatSync, mkdirSync, openSync, readdirSync, readlinkSync, renameSync, rmSync, symlinkSync,
  unlinkSync, writevSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { readPlainFile } from './plain-file.ts';
import { repositoryDamaged } from './repository-damage.ts';

export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

/**
 * The disk as a repository uses it; paths are relative to its root. A change is seen at once, and is on the disk after the next `sync`:
 * when the machine stops before that, any part of what was changed since the last one may be lost, in any order.
 */
export interface RepositoryFiles {
  /** The bytes of a file, `undefined` where there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** The bytes that a plain file has, `undefined` where there is none. */
  size(path: string): Promise<number | undefined>;
  /** The entries of a folder by name, none where there is no folder. */
  list(path: string): Promise<readonly FolderEntry[]>;
  /** What a symbolic link says, `undefined` where there is none. */
  readLink(path: string): Promise<string | undefined>;
  /** Writes a file that is not there yet, with the folders it needs; its bytes are the parts one after another. */
  write(path: string, ...parts: readonly Uint8Array[]): Promise<void>;
  /** Makes a symbolic link that is not there yet. */
  link(path: string, target: string): Promise<void>;
  /** Gives a file a second name that is not there yet, without a second copy where the disk can; neither may be written to afterwards. */
  share(path: string, to: string): Promise<void>;
  /** Renames within the repository, with the folders it needs; replaces a file. */
  move(from: string, to: string): Promise<void>;
  /** Removes a file or a whole folder; nothing happens where there is none. */
  remove(path: string): Promise<void>;
  /** Everything that was changed so far is on the disk when the promise is fulfilled. */
  sync(): Promise<void>;
}

/**
 * The folder `root` of this machine's disk. Nothing is changed below a symbolic link, which could lead anywhere (`REPOSITORY_DAMAGED`). Files are readable by all (0644, folders 0755) whatever the umask: web servers read them.
 * What is short is done at once: handing a hundred calls of a publish to other threads takes longer than the calls. Only `sync` waits for the disk.
 */
export function openRepositoryFiles(root: string): RepositoryFiles {
  const at = (path: string) => join(root, path);
  const unsynced = new UnsyncedChanges();
  const inFolder = <Value>(path: string, make: () => Value): Value => {
    requireFolders(root, dirname(path));
    const made = makeIn(dirname(at(path)), unsynced, make);
    unsynced.addFolder(dirname(at(path)));
    return made;
  };
  return {
    read: async (path) => absentAs(undefined, () => readRegular(at(path), path)),
    size: async (path) => absentAs(undefined, () => measurePlain(at(path))),
    list: async (path) => absentAs([], () => listFolder(at(path))),
    readLink: async (path) => absentAs(undefined, () => readlinkSync(at(path))),
    write: async (path, ...parts) => {
      inFolder(path, () => writeWhole(at(path), parts));
      unsynced.addFile(at(path));
    },
    link: async (path, target) => inFolder(path, () => symlinkSync(target, at(path))),
    share: async (path, to) => inFolder(to, () => shareFile(at(path), at(to))),
    move: async (from, to) => {
      for (const path of [from, to]) requireFolders(root, dirname(path));
      makeIn(dirname(at(to)), unsynced, () => renameSync(at(from), at(to)));
      unsynced.move(at(from), at(to));
    },
    remove: async (path) => {
      requireFolders(root, dirname(path));
      removeAll(at(path));
      unsynced.addFolder(dirname(at(path)));
    },
    sync: () => unsynced.sync(),
  };
}

/** Files that are open at a time while they are synced: the disk takes these together, and more would run into the limit of a process. */
const syncedTogether = 32;

/** Files and folders that were changed and are not on the disk for certain. */
class UnsyncedChanges {
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();

  addFile(path: string): void {
    this.#files.add(path);
  }

  addFolder(path: string): void {
    this.#folders.add(path);
  }

  move(from: string, to: string): void {
    if (this.#files.delete(from)) this.#files.add(to);
    if (this.#folders.has(from)) for (const paths of [this.#files, this.#folders]) renameBelow(paths, from, to);
    this.addFolder(dirname(from));
    this.addFolder(dirname(to));
  }

  async sync(): Promise<void> {
    const paths = [...this.#files, ...this.#folders];
    this.#files.clear();
    this.#folders.clear();
    for (let start = 0; start < paths.length; start += syncedTogether) {
      await Promise.all(paths.slice(start, start + syncedTogether).map((path) => syncPath(path)));
    }
  }
}

/** A folder that was made since the last sync is known itself, with all that was made in it. */
function renameBelow(paths: Set<string>, from: string, to: string): void {
  for (const path of [...paths].filter((each) => each === from || each.startsWith(`${from}/`))) {
    paths.delete(path);
    paths.add(to + path.slice(from.length));
  }
}

/** Own folders are folders; the root itself may be a link. @throws ReleaseError `REPOSITORY_DAMAGED` */
function requireFolders(root: string, folder: string): void {
  if (folder === '.') return;
  requireFolders(root, dirname(folder));
  const isLink = absentAs(false, () => lstatSync(join(root, folder)).isSymbolicLink());
  if (isLink) throw repositoryDamaged(folder, 'is a symbolic link, and nothing is changed behind one');
}

function listFolder(folder: string): readonly FolderEntry[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

function kindOf(entry: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }): FolderEntry['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}

function measurePlain(file: string): number | undefined {
  const found = lstatSync(file);
  return found.isFile() ? found.size : undefined;
}

function readRegular(file: string, path: string): Uint8Array {
  const bytes = readPlainFile(file);
  if (bytes === undefined) throw repositoryDamaged(path, 'is no plain file');
  return bytes;
}

/** The system takes so many parts of a file with one call (IOV_MAX of Linux). */
const partsTogether = 1024;

function writeWhole(file: string, parts: readonly Uint8Array[]): void {
  const descriptor = openSync(file, 'wx', 0o644);
  try {
    fchmodSync(descriptor, 0o644);
    for (let start = 0; start < parts.length; start += partsTogether) writeParts(descriptor, parts.slice(start, start + partsTogether));
  } finally {
    closeSync(descriptor);
  }
}

/** A disk that is nearly full takes a part of what it is given, and says so with the next call. */
function writeParts(descriptor: number, parts: readonly Uint8Array[]): void {
  let left = parts.filter(({ length }) => length > 0);
  while (left.length > 0) {
    let written = writevSync(descriptor, left);
    while (written > 0 && written >= (left[0]?.length ?? 0)) {
      written -= left[0]?.length ?? 0;
      left = left.slice(1);
    }
    const [first, ...rest] = left;
    if (first !== undefined && written > 0) left = [first.subarray(written), ...rest];
  }
}

/** Some disks have no hard links, or too few for one file. */
function shareFile(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (cause) {
    if (!['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'ENOSYS'].includes(String(codeOf(cause)))) throw cause;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
    const descriptor = openSync(to, 'r');
    fsyncSync(descriptor);
    closeSync(descriptor);
  }
}

/** Does something in a folder; makes the folder, and those above it, where it is not there. */
function makeIn<Value>(folder: string, unsynced: UnsyncedChanges, make: () => Value): Value {
  try {
    return make();
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT' || !makeFolder(folder, unsynced)) throw cause;
    return make();
  }
}

/** Whether the folder had to be made. */
function makeFolder(folder: string, unsynced: UnsyncedChanges): boolean {
  try {
    makeIn(dirname(folder), unsynced, () => mkdirSync(folder));
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    throw cause;
  }
  chmodSync(folder, 0o755);
  unsynced.addFolder(folder);
  unsynced.addFolder(dirname(folder));
  return true;
}

function removeAll(path: string): void {
  try {
    unlinkSync(path);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ENOTDIR') return;
    rmSync(path, { recursive: true, force: true });
  }
}

/** What was changed and is gone again need not be on the disk. */
async function syncPath(path: string): Promise<void> {
  const descriptor = absentAs(undefined, () => openSync(path, 'r'));
  if (descriptor === undefined) return;
  try {
    await fsyncBeside(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Beside the main thread, so that the disk takes several together. */
const fsyncBeside = promisify(fsync);

function absentAs<Value>(absent: Value, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ENOTDIR') return absent;
    throw cause;
  }
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : undefined;
}

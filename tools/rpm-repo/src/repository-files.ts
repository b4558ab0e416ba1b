import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

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

/** The folder `root` of this machine's disk. Files are readable by all (0644, folders 0755) whatever the umask: web servers read them. */
export function openRepositoryFiles(root: string): RepositoryFiles {
  const at = (path: string) => join(root, path);
  const unsynced = new UnsyncedChanges();
  return {
    read: (path) => absentAs(undefined, readFile(at(path))),
    list: (path) => absentAs([], listFolder(at(path))),
    readLink: (path) => absentAs(undefined, readlink(at(path))),
    write: async (path, ...parts) => {
      await makeFolder(dirname(at(path)), unsynced);
      await writeWhole(at(path), parts);
      unsynced.add(at(path));
      unsynced.add(dirname(at(path)));
    },
    link: async (path, target) => {
      await makeFolder(dirname(at(path)), unsynced);
      await symlink(target, at(path));
      unsynced.add(dirname(at(path)));
    },
    share: async (path, to) => {
      await makeFolder(dirname(at(to)), unsynced);
      await shareFile(at(path), at(to));
      unsynced.add(dirname(at(to)));
    },
    move: async (from, to) => {
      await makeFolder(dirname(at(to)), unsynced);
      await rename(at(from), at(to));
      unsynced.move(at(from), at(to));
    },
    remove: async (path) => {
      await rm(at(path), { recursive: true, force: true });
      unsynced.add(dirname(at(path)));
    },
    sync: () => unsynced.sync(),
  };
}

/** Files that are open at a time while they are synced: the disk takes these together, and more would run into the limit of a process. */
const syncedTogether = 32;

/** Files and folders that were changed and are not on the disk for certain. */
class UnsyncedChanges {
  readonly #paths = new Set<string>();

  add(path: string): void {
    this.#paths.add(path);
  }

  move(from: string, to: string): void {
    if (this.#paths.has(from)) this.#rename(from, to);
    this.add(dirname(from));
    this.add(dirname(to));
  }

  /** A folder that was made since the last sync is known itself, with all that was made in it. */
  #rename(from: string, to: string): void {
    for (const path of [...this.#paths].filter((each) => each === from || each.startsWith(`${from}/`))) {
      this.#paths.delete(path);
      this.#paths.add(to + path.slice(from.length));
    }
  }

  async sync(): Promise<void> {
    const paths = [...this.#paths];
    this.#paths.clear();
    for (let start = 0; start < paths.length; start += syncedTogether) {
      await Promise.all(paths.slice(start, start + syncedTogether).map((path) => absentAs(undefined, syncPath(path))));
    }
  }
}

async function listFolder(folder: string): Promise<readonly FolderEntry[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

function kindOf(entry: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean }): FolderEntry['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}

async function writeWhole(file: string, parts: readonly Uint8Array[]): Promise<void> {
  await using handle = await open(file, 'wx', 0o644);
  await handle.chmod(0o644);
  await handle.writeFile(parts.length === 1 ? (parts[0] ?? '') : Buffer.concat(parts));
}

/** Some disks have no hard links, or too few for one file. */
async function shareFile(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (cause) {
    if (!['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'ENOSYS'].includes(String(codeOf(cause)))) throw cause;
    await copyFile(from, to, constants.COPYFILE_EXCL);
    await using handle = await open(to, 'r');
    await handle.sync();
  }
}

/** Makes a folder and those above it. */
async function makeFolder(folder: string, unsynced: UnsyncedChanges): Promise<void> {
  const isNew = await mkdir(folder).then(() => true, (cause: unknown) => {
    if (codeOf(cause) === 'EEXIST') return false;
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw cause;
  });
  if (isNew === false) return;
  if (isNew === undefined) {
    await makeFolder(dirname(folder), unsynced);
    return makeFolder(folder, unsynced);
  }
  await using handle = await open(folder, 'r');
  await handle.chmod(0o755);
  unsynced.add(folder);
  unsynced.add(dirname(folder));
}

async function syncPath(path: string): Promise<void> {
  await using handle = await open(path, 'r');
  await handle.sync();
}

async function absentAs<Value>(absent: Value, reading: Promise<Value>): Promise<Value> {
  try {
    return await reading;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ENOTDIR') return absent;
    throw cause;
  }
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : undefined;
}

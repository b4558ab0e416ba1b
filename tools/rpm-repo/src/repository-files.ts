import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, readFile, readlink, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
}

/** The disk as a repository uses it; paths are relative to its root. Each change is on the disk when its promise is fulfilled. */
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
}

/** The folder `root` of this machine's disk. Files are readable by all (0644, folders 0755) whatever the umask: web servers read them. */
export function openRepositoryFiles(root: string): RepositoryFiles {
  const at = (path: string) => join(root, path);
  return {
    read: (path) => absentAs(undefined, readFile(at(path))),
    list: (path) => absentAs([], listFolder(at(path))),
    readLink: (path) => absentAs(undefined, readlink(at(path))),
    write: (path, ...parts) => writeSynced(at(path), parts),
    link: async (path, target) => {
      await makeFolder(dirname(at(path)));
      await symlink(target, at(path));
      await syncFolder(dirname(at(path)));
    },
    share: async (path, to) => {
      await makeFolder(dirname(at(to)));
      await shareFile(at(path), at(to));
      await syncFolder(dirname(at(to)));
    },
    move: async (from, to) => {
      await makeFolder(dirname(at(to)));
      await rename(at(from), at(to));
      await syncFolder(dirname(at(to)));
    },
    remove: (path) => rm(at(path), { recursive: true, force: true }),
  };
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

async function writeSynced(file: string, parts: readonly Uint8Array[]): Promise<void> {
  await makeFolder(dirname(file));
  await using handle = await open(file, 'wx', 0o644);
  await handle.chmod(0o644);
  await handle.writeFile(parts.length === 1 ? parts[0] ?? '' : Buffer.concat(parts));
  await handle.sync();
  await syncFolder(dirname(file));
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

/** Makes a folder and those above it, each one's name synced in its parent. */
async function makeFolder(folder: string): Promise<void> {
  const isNew = await mkdir(folder).then(() => true, (cause: unknown) => {
    if (codeOf(cause) === 'EEXIST') return false;
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw cause;
  });
  if (isNew === false) return;
  if (isNew === undefined) {
    await makeFolder(dirname(folder));
    return makeFolder(folder);
  }
  await using handle = await open(folder, 'r');
  await handle.chmod(0o755);
  await syncFolder(dirname(folder));
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
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

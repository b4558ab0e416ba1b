import { fileType } from '../file-mode.ts';
import type { PackagedFile } from '../packaged-file.ts';
import type { FilePair } from './file-changes.ts';

/** What a file lets others do, before and after: `set-uid root`, `set-gid panda`, `world-writable`, `cap_net_raw=ep`. */
export interface PrivilegeChange {
  readonly path: string;
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

const setUid = 0o4000;
const setGid = 0o2000;
const sticky = 0o1000;
const writableByAll = 0o002;

/** Files that gain or lose something that whoever looks after a host has to know; new files gain all they have. */
export function comparePrivileges(pairs: ReadonlyMap<string, FilePair>): readonly PrivilegeChange[] {
  return [...pairs].flatMap(([path, { before, after }]) => {
    const [old, fresh] = [listPrivileges(before), listPrivileges(after)];
    const gained = fresh.filter((privilege) => !old.includes(privilege));
    const lost = old.filter((privilege) => !fresh.includes(privilege));
    return gained.length + lost.length === 0 ? [] : [{ path, gained, lost }];
  });
}

function listPrivileges(file: PackagedFile | undefined): readonly string[] {
  if (file === undefined) return [];
  const { mode, user, group, capabilities } = file;
  const kind = mode & fileType.mask;
  const isRegular = kind === fileType.regular;
  // Into a folder with the sticky bit all may write, and none may touch what is another's.
  const isOpen = (mode & writableByAll) !== 0 && (isRegular || (kind === fileType.folder && (mode & sticky) === 0));
  return [
    ...(isRegular && (mode & setUid) !== 0 ? [`set-uid ${user}`] : []),
    ...(isRegular && (mode & setGid) !== 0 ? [`set-gid ${group}`] : []),
    ...(isOpen ? ['world-writable'] : []),
    ...(capabilities === '' ? [] : [capabilities]),
  ];
}

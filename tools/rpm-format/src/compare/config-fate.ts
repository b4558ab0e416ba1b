import { fileFlag, fileType } from '../file-mode.ts';
import type { PackagedFile } from '../packaged-file.ts';
import { hasOtherContent, type FilePair } from './file-changes.ts';

/** What an upgrade does with a configuration file on hosts where it is not as the old package had it. */
export interface ConfigFate {
  readonly path: string;
  readonly change: 'changed' | 'added' | 'removed';
  /**
   * `.rpmnew`: the file stays, the new one is put beside it; `.rpmsave` and `.rpmorig`: the file is moved aside, and the new one, if there is one, takes its place.
   * On other hosts the file is replaced, made or removed and nothing is left beside it.
   */
  readonly leaves: '.rpmnew' | '.rpmsave' | '.rpmorig';
  /** On which hosts. */
  readonly where: 'it was edited' | 'such a file is there already';
}

/**
 * Configuration that an upgrade leaves something beside, as rpm decides it (rpm, lib/rpmfi.c rpmfilesDecideFate, lib/transaction.c):
 * a file with the same content in both packages is never touched, and `noreplace` counts as the new package has it.
 */
export function decideConfigFates(pairs: ReadonlyMap<string, FilePair>): readonly ConfigFate[] {
  return [...pairs].flatMap(([path, { before, after }]) => {
    const fate = decide(before, after);
    return fate === undefined ? [] : [{ path, ...fate }];
  });
}

type Fate = Omit<ConfigFate, 'path'>;

function decide(before: PackagedFile | undefined, after: PackagedFile | undefined): Fate | undefined {
  if (after === undefined) return before === undefined ? undefined : decideRemoved(before);
  if (isGhost(after) || !canBeBacked(after)) return undefined;
  return before === undefined || isGhost(before) ? decideAdded(after) : decideChanged(before, after);
}

function decideRemoved(before: PackagedFile): Fate | undefined {
  return isConfig(before) && isRegular(before) ? { change: 'removed', leaves: '.rpmsave', where: 'it was edited' } : undefined;
}

function decideAdded(after: PackagedFile): Fate | undefined {
  return isConfig(after) ? { change: 'added', leaves: isKept(after) ? '.rpmnew' : '.rpmorig', where: 'such a file is there already' } : undefined;
}

function decideChanged(before: PackagedFile, after: PackagedFile): Fate | undefined {
  if (!isConfig(before) && !isConfig(after)) return undefined;
  if (!canBeBacked(before) || !hasOtherContent(before, after)) return undefined;
  return { change: 'changed', leaves: isKept(after) ? '.rpmnew' : '.rpmsave', where: 'it was edited' };
}

function isKept({ flags }: PackagedFile): boolean {
  return (flags & fileFlag.noreplace) !== 0;
}

function isConfig({ flags }: PackagedFile): boolean {
  return (flags & fileFlag.config) !== 0 && (flags & fileFlag.ghost) === 0;
}

function isGhost({ flags }: PackagedFile): boolean {
  return (flags & fileFlag.ghost) !== 0;
}

function isRegular({ mode }: PackagedFile): boolean {
  return (mode & fileType.mask) === fileType.regular;
}

/** rpm moves files and symlinks aside, nothing else. */
function canBeBacked(file: PackagedFile): boolean {
  return isRegular(file) || (file.mode & fileType.mask) === fileType.symlink;
}

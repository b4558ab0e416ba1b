import { fileFlag, fileType } from '../file-mode.ts';
import type { PackagedFile } from '../packaged-file.ts';

/** What of a file can differ. Times are left out: every build has others. */
export type FileAspect = 'type' | 'content' | 'size' | 'mode' | 'owner' | 'group' | 'target' | 'capabilities' | 'flags';

/** A file that both packages have and that is not the same. */
export interface FileChange {
  readonly path: string;
  /** In the order of `FileAspect`. */
  readonly aspects: readonly FileAspect[];
  readonly before: PackagedFile;
  readonly after: PackagedFile;
}

/** The files of two packages by path. */
export interface FilePair {
  readonly before: PackagedFile | undefined;
  readonly after: PackagedFile | undefined;
}

const flagMask = Object.values(fileFlag).reduce((mask, bit) => mask | bit, 0);

const aspects: readonly (readonly [FileAspect, (file: PackagedFile) => string | number])[] = [
  ['type', ({ mode }) => mode & fileType.mask],
  ['content', ({ digest }) => digest],
  ['size', ({ sizeBytes, mode }) => ((mode & fileType.mask) === fileType.regular ? sizeBytes : 0)],
  ['mode', ({ mode }) => mode & 0o7777],
  ['owner', ({ user }) => user],
  ['group', ({ group }) => group],
  ['target', ({ linkTarget }) => linkTarget],
  ['capabilities', ({ capabilities }) => capabilities],
  ['flags', ({ flags }) => flags & flagMask],
];

/** Files of two packages side by side, sorted by path. */
export function pairFiles(before: readonly PackagedFile[], after: readonly PackagedFile[]): ReadonlyMap<string, FilePair> {
  const [old, fresh] = [new Map(before.map((file) => [file.path, file])), new Map(after.map((file) => [file.path, file]))];
  const paths = [...new Set([...old.keys(), ...fresh.keys()])].sort();
  return new Map(paths.map((path) => [path, { before: old.get(path), after: fresh.get(path) }]));
}

/** What is not the same in files that both packages have. */
export function compareFiles(pairs: ReadonlyMap<string, FilePair>): readonly FileChange[] {
  return [...pairs].flatMap(([path, { before, after }]) => {
    if (before === undefined || after === undefined) return [];
    const changed = aspects.filter(([, read]) => read(before) !== read(after)).map(([aspect]) => aspect);
    return changed.length === 0 ? [] : [{ path, aspects: changed, before, after }];
  });
}

/** Whether a file is there with other content: its bytes, or what a symlink points to. Digests by other algorithms count as other content, as rpm has it. */
export function hasOtherContent({ digest, linkTarget, mode }: PackagedFile, other: PackagedFile): boolean {
  return digest !== other.digest || linkTarget !== other.linkTarget || (mode & fileType.mask) !== (other.mode & fileType.mask);
}

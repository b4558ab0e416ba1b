import { posix } from 'node:path';
import { fileFlag, fileType } from './file-mode.ts';
import type { PackagedFile } from './packaged-file.ts';

/** What to make of one file of a package below a target folder. */
export type ExtractionStep = {
  /** Relative, with slashes between plain names. */
  readonly path: string;
  /** Permission bits; those that change the user or group on execution are left out. */
  readonly mode: number;
  readonly mtimeSeconds: number;
} & (
  | { readonly type: 'dir' }
  /** `payloadName` is that of the entry which holds the content. */
  | { readonly type: 'file'; readonly payloadName: string; readonly sizeBytes: number }
  /** Another name of a file that has its content; it is made after that one. */
  | { readonly type: 'hardlink'; readonly contentPath: string }
  /** Relative, and leads nowhere outside the target. */
  | { readonly type: 'symlink'; readonly target: string }
);

/** One file that is not made, and why. */
export interface ExtractionRefusal {
  readonly path: string;
  readonly reason: string;
}

export interface ExtractionPlan {
  /** Folders before what is in them, symlinks last: nothing is ever written through one. */
  readonly steps: readonly ExtractionStep[];
  /** Empty for nearly every package; what to do about it is for the caller to say. */
  readonly refusals: readonly ExtractionRefusal[];
}

export interface ExtractionOptions {
  /** Makes absolute symlinks point to the same place below the target, instead of refusing them. */
  readonly rebaseLinks?: boolean;
}

type Judged = { readonly step: ExtractionStep } | { readonly refusal: ExtractionRefusal };

/**
 * How to unpack a package below a folder so that nothing is written outside it, whatever the package says.
 * Ghosts are left out; names with "..", paths that stand twice or lead through a file or symlink, links to the outside and special files are refused.
 */
export function planExtraction(files: readonly PackagedFile[], options: ExtractionOptions = {}): ExtractionPlan {
  const present = files.filter(({ flags }) => (flags & fileFlag.ghost) === 0);
  const contentOwners = new Map(present.filter(isRegular).map((file) => [linkKey(file), file]));
  const kinds = new Map<string, number>();
  const judged = present.map((file): Judged => {
    const path = readPlainPath(file.path);
    const reason = path === undefined ? 'its path is not a plain one' : kinds.has(path) ? 'its path stands twice' : undefined;
    if (path === undefined || reason !== undefined) return refuse(file, reason ?? '');
    kinds.set(path, file.mode & fileType.mask);
    return planFile(file, path, { ...options, owner: contentOwners.get(linkKey(file)) });
  });
  const checked = judged.map((entry) => ('step' in entry ? refuseBelow(entry.step, kinds) : entry));
  const steps = checked.flatMap((entry) => ('step' in entry ? [entry.step] : []));
  const made = new Set(steps.map(({ path }) => path));
  const orphans = steps.filter((step) => step.type === 'hardlink' && !made.has(step.contentPath));
  return {
    steps: steps.filter((step) => !orphans.includes(step)).sort((left, right) => order[left.type] - order[right.type] || compareTexts(left.path, right.path)),
    refusals: [
      ...checked.flatMap((entry) => ('refusal' in entry ? [entry.refusal] : [])),
      ...orphans.map(({ path }) => ({ path, reason: 'the file whose other name it is was refused' })),
    ],
  };
}

const order: Readonly<Record<ExtractionStep['type'], number>> = { dir: 0, file: 1, hardlink: 2, symlink: 3 };

interface FileContext extends ExtractionOptions {
  /** The file of the same inode whose payload entry has the content. */
  readonly owner: PackagedFile | undefined;
}

function planFile(file: PackagedFile, path: string, { rebaseLinks = false, owner = file }: FileContext): Judged {
  const place = { path, mode: file.mode & 0o777, mtimeSeconds: file.mtimeSeconds };
  const kind = file.mode & fileType.mask;
  if (kind === fileType.folder) return { step: { ...place, type: 'dir' } };
  if (kind === fileType.symlink) {
    const target = resolveLink(path, file.linkTarget, rebaseLinks);
    return target === undefined ? refuse(file, `it points to ${JSON.stringify(file.linkTarget)}, which is outside the target`) : { step: { ...place, type: 'symlink', target } };
  }
  if (kind !== fileType.regular) return refuse(file, 'it is a special file');
  const contentPath = readPlainPath(owner.path);
  if (contentPath === undefined) return refuse(file, 'the file whose other name it is has no plain path');
  if (owner !== file) return { step: { ...place, type: 'hardlink', contentPath } };
  return { step: { ...place, type: 'file', payloadName: file.path, sizeBytes: file.sizeBytes } };
}

/** Refuses what lies below something that is not a folder. */
function refuseBelow(step: ExtractionStep, kinds: ReadonlyMap<string, number>): Judged {
  for (let folder = posix.dirname(step.path); folder !== '.'; folder = posix.dirname(folder)) {
    const kind = kinds.get(folder);
    if (kind !== undefined && kind !== fileType.folder) return { refusal: { path: `/${step.path}`, reason: `it lies below ${JSON.stringify(`/${folder}`)}, which is no folder` } };
  }
  return { step };
}

/** The path without what stands before its first name; undefined when any part of it is not a plain name. */
function readPlainPath(path: string): string | undefined {
  const plain = path.replace(/^\.?\/+/, '');
  const names = plain.split('/');
  return plain.includes('\0') || names.some((name) => name === '' || name === '.' || name === '..') ? undefined : plain;
}

/**
 * The target of a symlink if it stays inside; every ".." must have a folder above it.
 * In what is given back no ".." comes after a name: that could be a symlink itself and lead elsewhere than its name says.
 */
function resolveLink(path: string, target: string, rebaseLinks: boolean): string | undefined {
  if (target === '' || target.includes('\0')) return undefined;
  const folder = posix.dirname(path);
  if (target.startsWith('/')) return rebaseLinks ? posix.relative(`/${folder}`, posix.normalize(target)) || '.' : undefined;
  const resolved = posix.join(folder, target);
  return resolved === '..' || resolved.startsWith('../') ? undefined : posix.normalize(target);
}

function isRegular({ mode }: PackagedFile): boolean {
  return (mode & fileType.mask) === fileType.regular;
}

function linkKey({ device, inode, path }: PackagedFile): string {
  return inode === 0 ? path : `${device}:${inode}`;
}

function refuse({ path }: PackagedFile, reason: string): Judged {
  return { refusal: { path, reason } };
}

function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

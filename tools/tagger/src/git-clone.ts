import { listComponentFiles } from './component-files.ts';
import { readGit } from './git.ts';
import { readPosition, type GitPosition } from './git-position.ts';
import type { TaggedCommit } from './history.ts';

/** What git says of a clone. */
export interface GitClone {
  readonly position: GitPosition;
  /** Tags of commits that the head contains. */
  readonly tags: ReadonlyMap<string, TaggedCommit>;
}

/** A clone of which git is still asked, while the rest of a program is loaded. */
export interface OpenedClone {
  readonly position: GitPosition;
  readonly tags: Promise<GitClone['tags']>;
  /** What {@link listComponentFiles} gives. */
  readonly files: Promise<readonly string[]>;
}

/**
 * The clone around a folder, once its position is known; what else its planning takes is on its way then. Three git processes.
 * @throws those of {@link readPosition}
 */
export async function openClone(folder: string): Promise<OpenedClone> {
  const position = await readPosition(folder);
  return { position, tags: readTags(position.root, position.head), files: listComponentFiles(position.root) };
}

/**
 * Tags of commits that a commit contains; a tag of a tag counts as a tag of what that names. No commit is opened for it: with thousands of tags that takes longer than all else.
 */
export async function readTags(workspaceRoot: string, commit: string): Promise<Map<string, TaggedCommit>> {
  const output = await readGit(workspaceRoot, ['for-each-ref', 'refs/tags', `--merged=${commit}`, '--format=%(refname:strip=2)%00%(objectname)%00%(*objectname)%00%(*objecttype)']);
  const tags = new Map<string, TaggedCommit>();
  for (const line of output.split('\n')) {
    if (line === '') continue;
    const [name = '', object = '', target = '', kind = ''] = line.split('\0');
    tags.set(name, { commit: target === '' ? object : kind === 'commit' ? target : await peel(workspaceRoot, target) });
  }
  return tags;
}

async function peel(workspaceRoot: string, object: string): Promise<string> {
  return (await readGit(workspaceRoot, ['rev-parse', '--verify', `${object}^{commit}`])).trim();
}

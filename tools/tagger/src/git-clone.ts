import { listComponentFiles } from './component-files.ts';
import { readGit } from './git.ts';
import { readPosition, type GitPosition } from './git-position.ts';
import type { TaggedCommit } from './history.ts';

const tagPrefix = ' refs/tags/';
/** Follows the name of an annotated tag where git tells what that is a tag of (git-show-ref(1)). */
const peeled = '^{}';

/** What git says of a clone. */
export interface GitClone {
  readonly position: GitPosition;
  /** All its tags, also those that the head does not contain; a tag of a tag counts as a tag of what that names. */
  readonly tags: ReadonlyMap<string, TaggedCommit>;
}

/** A clone of which git is still asked, while the rest of a program is loaded. */
export interface OpenedClone {
  readonly position: Promise<GitPosition>;
  readonly tags: Promise<GitClone['tags']>;
  /** What {@link listComponentFiles} gives. */
  readonly files: Promise<readonly string[]>;
}

/** The clone around a folder; what its planning takes is on its way. Three git processes. Where it cannot be planned, each says why as the position does. */
export function openClone(folder: string): OpenedClone {
  const position = readPosition(folder);
  return { position, tags: answerBehind(position, readTags(folder)), files: answerBehind(position, listComponentFiles(folder)) };
}

/** An answer that fails with what makes the position fail; nobody has to wait for it. */
function answerBehind<Answer>(position: Promise<GitPosition>, asked: Promise<Answer>): Promise<Answer> {
  const answer = Promise.allSettled([asked]).then(() => position).then(() => asked);
  answer.catch(() => undefined);
  return answer;
}

/** All tags of a clone. What each stands for is kept beside its name where references are packed, so that no object is opened: with thousands of tags that takes longer than all else. */
export async function readTags(folder: string): Promise<Map<string, TaggedCommit>> {
  // With the head, because git calls it a failure to have nothing to show.
  const output = await readGit(folder, ['show-ref', '--head', '--tags', '--dereference']);
  const tags = new Map<string, TaggedCommit>();
  for (const line of output.split('\n')) {
    const at = line.indexOf(tagPrefix);
    if (at === -1) continue;
    const name = line.slice(at + tagPrefix.length);
    tags.set(name.endsWith(peeled) ? name.slice(0, -peeled.length) : name, { commit: line.slice(0, at) });
  }
  return tags;
}

/** Names of the tags of commits that a commit contains. Git walks the history for it. */
export async function readContainedTags(workspaceRoot: string, commit: string): Promise<Set<string>> {
  const output = await readGit(workspaceRoot, ['for-each-ref', 'refs/tags', `--merged=${commit}`, '--format=%(refname:strip=2)']);
  return new Set(output.split('\n').filter((name) => name !== ''));
}

import { readGit } from './git.ts';
import { readTags } from './git-clone.ts';
import { readPosition, type GitPosition } from './git-position.ts';
import type { History, HistoryCommit } from './history.ts';
import { openLog, type HistoryLog } from './history-log.ts';
import { findLastReleases, type ReleaseTagReader } from './last-release.ts';
import { releaseBranches, resolveBranch } from './release-branch.ts';
import { countNeeded } from './released-commits.ts';
import type { BranchRule } from './version-rules.ts';

export interface HistoryQuery {
  /** Where the clone stands, when that is known already. */
  readonly position?: GitPosition;
  /** Tags that the head contains, when they are known already. */
  readonly tags?: History['tags'];
  /** Branch to plan for, where another one or only a commit is checked out. */
  readonly branch?: string;
  readonly branches?: readonly BranchRule[];
  /** Tells the releases whose common past need not be read; the whole history is read without it. */
  readonly releaseTags?: ReleaseTagReader;
}

/** Everything of a history but its commits. */
export type References = Omit<History, 'commits'>;

/**
 * The history of the commit that is checked out, read with three git processes whatever its length, and one more for each other release branch.
 * @throws ReleaseError `GIT_SHALLOW` for a clone without its past, and those of {@link readGit}
 */
export async function readHistory(workspaceRoot: string, query: HistoryQuery = {}): Promise<History> {
  const references = await readReferences(workspaceRoot, query);
  return { ...references, commits: await readCommits(workspaceRoot, references, query) };
}

/** Head, branch and tags of a clone: with the configuration, all that its history is told by. */
export async function readReferences(workspaceRoot: string, query: HistoryQuery): Promise<References> {
  const position = query.position ?? await readPosition(workspaceRoot);
  const branch = query.branch ?? position.branch;
  const others = releaseBranches(query.branches ?? [], position.branchRefs.keys()).filter((name) => name !== branch);
  const [tags, branchTags] = await Promise.all([
    query.tags ?? readTags(workspaceRoot, position.head),
    Promise.all(others.map(async (name): Promise<[string, string[]]> => [name, [...(await readTags(workspaceRoot, position.branchRefs.get(name) ?? name)).keys()]])),
  ]);
  return { head: position.head, ...(branch === undefined ? {} : { branch }), tags, branchTags: new Map(branchTags) };
}

/**
 * The commits that {@link History} has; one git process, that is stopped where nothing older is new to any component.
 * @param log the same history, where git is writing it already
 */
export async function readCommits(workspaceRoot: string, { head, tags, branch }: References, { branches = [], releaseTags, log }: HistoryQuery & { readonly log?: HistoryLog | undefined }): Promise<HistoryCommit[]> {
  const last = releaseTags === undefined ? [undefined] : findLastReleases(releaseTags, tags, resolveBranch(branches, branch));
  const reading = log?.head === head ? log : openLog(workspaceRoot, head);
  let needed: number | undefined;
  const commits = await reading.readUntil(last.flatMap((release) => release?.commit ?? []), (found) => {
    needed = countNeeded(found, last);
    return needed !== undefined;
  });
  return commits.slice(0, needed ?? countNeeded(commits, last));
}

/** Names of all tags of a repository, also of those that this commit does not contain. */
export async function readTagNames(workspaceRoot: string): Promise<string[]> {
  const output = await readGit(workspaceRoot, ['for-each-ref', 'refs/tags', '--format=%(refname:strip=2)']);
  return output.split('\n').filter((line) => line !== '');
}

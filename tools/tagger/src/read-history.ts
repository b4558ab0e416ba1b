import { ReleaseError } from '@bigpanda/release-model';
import { readGit, readGitBytes } from './git.ts';
import { readTags } from './git-clone.ts';
import { readPosition, type GitPosition } from './git-position.ts';
import type { History, HistoryCommit } from './history.ts';
import { findLastReleases, type LastRelease, type ReleaseTagReader } from './last-release.ts';
import { logFormat, parseLog } from './log-records.ts';
import { releaseBranches, resolveBranch } from './release-branch.ts';
import { markReleasedCommits } from './released-commits.ts';
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
 * The history of the commit that is checked out, read with three git processes whatever its length or with five
 * where the last releases lie on different lines, and one more for each other release branch.
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
 * The commits that {@link History} has: one git process where the oldest of the last releases is part of all others, else three.
 * Nothing before a commit that every last release contains is new to any component.
 */
export async function readCommits(workspaceRoot: string, { head, tags, branch }: References, { branches = [], releaseTags }: HistoryQuery): Promise<HistoryCommit[]> {
  const last = releaseTags === undefined ? [] : findLastReleases(releaseTags, tags, resolveBranch(branches, branch));
  const oldest = findOldest(last);
  if (oldest === undefined) return readLog(workspaceRoot, head, []);
  const commits = await readLog(workspaceRoot, head, [oldest]);
  return markReleasedCommits(commits, last).isReleasedByAll(oldest) ? commits : readLog(workspaceRoot, head, await findBounds(workspaceRoot, last));
}

async function readLog(workspaceRoot: string, head: string, bounds: readonly string[]): Promise<HistoryCommit[]> {
  return parseLog(await readGitBytes(workspaceRoot, ['log', '-z', '--topo-order', '--name-status', '--no-renames', '--diff-merges=first-parent', '--no-show-signature', '--no-color', '--no-mailmap', `--format=${logFormat}`, head, ...bounds.map((bound) => `^${bound}`), '--']));
}

/** The commit of the release that was made first; absent where a component has none. */
function findOldest(last: readonly (LastRelease | undefined)[]): string | undefined {
  const releases = last.flatMap((release) => release ?? []);
  if (releases.length < last.length) return undefined;
  return releases.toSorted((left, right) => left.timeSeconds - right.timeSeconds)[0]?.commit;
}

/** The newest commits that every last release contains. */
async function findBounds(workspaceRoot: string, last: readonly (LastRelease | undefined)[]): Promise<string[]> {
  const commits = [...new Set(last.flatMap((release) => (release === undefined ? [] : [release.commit])))].sort();
  const bases = await readGit(workspaceRoot, ['merge-base', '--octopus', '--all', ...commits]).catch((error: unknown) => {
    if (isNothingFound(error)) return '';
    throw error;
  });
  return bases.split('\n').filter((line) => line !== '').sort();
}

/** Status 1 of git merge-base without a message: the commits have no past in common. */
function isNothingFound(error: unknown): boolean {
  return error instanceof ReleaseError && error.cause instanceof Error && 'code' in error.cause && error.cause.code === 1;
}

/** Names of all tags of a repository, also of those that this commit does not contain. */
export async function readTagNames(workspaceRoot: string): Promise<string[]> {
  const output = await readGit(workspaceRoot, ['for-each-ref', 'refs/tags', '--format=%(refname:strip=2)']);
  return output.split('\n').filter((line) => line !== '');
}

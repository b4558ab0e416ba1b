import { ReleaseError } from '@bigpanda/release-model';
import { readGit, readGitBytes } from './git.ts';
import { readPosition, type GitPosition } from './git-position.ts';
import type { History, HistoryCommit, TaggedCommit } from './history.ts';
import { findLastReleases, type LastRelease, type ReleaseTagReader } from './last-release.ts';
import { logFormat, parseLog } from './log-records.ts';
import { releaseBranches, resolveBranch } from './release-branch.ts';
import type { BranchRule } from './version-rules.ts';

export interface HistoryQuery {
  /** Where the clone stands, when that is known already. */
  readonly position?: GitPosition;
  /** Branch to plan for, where another one or only a commit is checked out. */
  readonly branch?: string;
  readonly branches?: readonly BranchRule[];
  /** Tells the releases whose common past need not be read; the whole history is read without it. */
  readonly releaseTags?: ReleaseTagReader;
}

/** Everything of a history but its commits. */
export type References = Omit<History, 'commits'>;

/**
 * The history of the commit that is checked out, read with four git processes whatever its length,
 * and one more for each other release branch.
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
  const others = releaseBranches(query.branches ?? [], position.branchRefs).filter((name) => name !== branch);
  const [tags, branchTags] = await Promise.all([
    readTags(workspaceRoot, position.head),
    Promise.all(others.map(async (name): Promise<[string, string[]]> => [name, [...(await readTags(workspaceRoot, position.branchRefs.get(name) ?? name)).keys()]])),
  ]);
  return { head: position.head, ...(branch === undefined ? {} : { branch }), tags, branchTags: new Map(branchTags) };
}

/** The commits that {@link History} has: two git processes. */
export async function readCommits(workspaceRoot: string, references: References, { branches = [], releaseTags }: HistoryQuery): Promise<HistoryCommit[]> {
  const bounds = releaseTags === undefined ? [] : await findBounds(workspaceRoot, findLastReleases(releaseTags, references.tags, resolveBranch(branches, references.branch)));
  return parseLog(await readGitBytes(workspaceRoot, ['log', '-z', '--topo-order', '--name-status', '--no-renames', '--diff-merges=first-parent', '--no-show-signature', '--no-color', '--no-mailmap', `--format=${logFormat}`, references.head, ...bounds.map((bound) => `^${bound}`), '--']));
}

/** The newest commits that every last release contains: nothing before them is new to any component. */
async function findBounds(workspaceRoot: string, last: readonly (LastRelease | undefined)[]): Promise<string[]> {
  if (last.length === 0 || last.includes(undefined)) return [];
  const commits = [...new Set(last.flatMap((release) => (release === undefined ? [] : [release.commit])))].sort();
  if (commits.length === 1) return commits;
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

/** Tags of commits that a commit contains; a tag of a tag counts as a tag of what that names. */
async function readTags(workspaceRoot: string, commit: string): Promise<Map<string, TaggedCommit>> {
  const output = await readGit(workspaceRoot, ['for-each-ref', 'refs/tags', `--merged=${commit}`, '--format=%(refname:strip=2)%00%(objectname)%00%(committerdate:unix)%00%(*objectname)%00%(*objecttype)%00%(*committerdate:unix)']);
  const rows = output.split('\n').filter((line) => line !== '').map((line) => line.split('\0'));
  return new Map(await Promise.all(rows.map(async ([name = '', object = '', time = '', target = '', kind = '', targetTime = '']): Promise<[string, TaggedCommit]> => {
    if (target === '') return [name, { commit: object, timeSeconds: Number(time) }];
    if (kind === 'commit') return [name, { commit: target, timeSeconds: Number(targetTime) }];
    return [name, await peel(workspaceRoot, target)];
  })));
}

async function peel(workspaceRoot: string, object: string): Promise<TaggedCommit> {
  const [commit = '', time = ''] = (await readGit(workspaceRoot, ['show', '-s', '--no-show-signature', '--format=%H %ct', `${object}^{commit}`])).trim().split(' ');
  return { commit, timeSeconds: Number(time) };
}

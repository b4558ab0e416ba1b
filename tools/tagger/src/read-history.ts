import { readGit } from './git.ts';
import { readContainedTags, readTags, type GitClone } from './git-clone.ts';
import { readPosition, type GitPosition } from './git-position.ts';
import type { History, HistoryCommit, TaggedCommit } from './history.ts';
import { HistoryLog, type ReadCommits } from './history-log.ts';
import { findLastReleases, type LastRelease, type ReleaseTagReader } from './last-release.ts';
import { releaseBranches, resolveBranch } from './release-branch.ts';
import { countNeeded } from './released-commits.ts';
import type { BranchRule } from './version-rules.ts';

export interface HistoryQuery {
  /** Where the clone stands, when that is known already. */
  readonly position?: GitPosition;
  /** All tags of the clone, when they are known already. */
  readonly tags?: GitClone['tags'];
  /** Branch to plan for, where another one or only a commit is checked out. */
  readonly branch?: string;
  readonly branches?: readonly BranchRule[];
  /** Tells the releases whose common past need not be read; the whole history is read without it. */
  readonly releaseTags?: ReleaseTagReader;
}

/** Everything of a history but its commits, with all the tags of the clone. */
export interface References extends Omit<History, 'commits'> {
  /** Names of the tags that the head contains, where git was asked: it is where there are other release branches. */
  readonly contained?: ReadonlySet<string>;
}

/** Where a last release was not seen among so many commits, git is asked which tags the head contains. It takes git about as long as writing that many. */
const patientCommits = 2_000;

/**
 * The history of the commit that is checked out, read with three git processes whatever its length, one more for each other release branch, and one where which tags it contains cannot be told from its newest commits.
 * @throws ReleaseError `GIT_SHALLOW` for a clone without its past, and those of {@link readGit}
 */
export async function readHistory(workspaceRoot: string, query: HistoryQuery = {}): Promise<History> {
  const references = await readReferences(workspaceRoot, query);
  return { ...references, ...await readPast(workspaceRoot, references, query) };
}

/** Head, branch and all tags of a clone: with the configuration, all that its history is told by. */
export async function readReferences(workspaceRoot: string, query: HistoryQuery): Promise<References> {
  const position = query.position ?? await readPosition(workspaceRoot);
  const branch = query.branch ?? position.branch;
  const others = releaseBranches(query.branches ?? [], position.branchRefs.keys()).filter((name) => name !== branch);
  const [tags, branchTags, contained] = await Promise.all([
    query.tags ?? readTags(workspaceRoot),
    Promise.all(others.map(async (name): Promise<[string, string[]]> => [name, [...await readContainedTags(workspaceRoot, position.branchRefs.get(name) ?? name)]])),
    others.length > 0 ? readContainedTags(workspaceRoot, position.head) : undefined,
  ]);
  return { head: position.head, ...(branch === undefined ? {} : { branch }), tags, branchTags: new Map(branchTags), ...(contained === undefined ? {} : { contained }) };
}

/**
 * The commits and tags that {@link History} has; one git process, that is stopped where nothing older is new to any component, and one more where git must say which tags the head contains.
 * Most often it need not: {@link arePlain} tags, the highest of each component among the newest commits, and the others, lower ones, change no plan wherever they are.
 * @param log the history of what is checked out, where git is writing it already
 */
export async function readPast(workspaceRoot: string, { head, tags, branch, contained }: References, { branches = [], releaseTags, log }: HistoryQuery & { readonly log?: HistoryLog | undefined }): Promise<Pick<History, 'commits' | 'tags'>> {
  const findLast = (among: GitClone['tags']): (LastRelease | undefined)[] => (releaseTags === undefined ? [undefined] : findLastReleases(releaseTags, among, resolveBranch(branches, branch)));
  const reading = log !== undefined && await log.beginsAt(head) ? log : new HistoryLog(workspaceRoot, head);
  const mayHope = contained === undefined && (releaseTags === undefined || arePlain(releaseTags, tags));
  const hoped = mayHope ? await readReleased(reading, findLast(tags), patientCommits) : undefined;
  if (hoped?.end === 'enough') return { commits: hoped.commits.slice(0, hoped.needed), tags };
  const contains = hoped?.end === 'whole' ? createLookup(hoped.commits) : nameCheck(contained ?? await readContainedTags(workspaceRoot, head));
  const own = new Map([...tags].filter(contains));
  const { commits, needed } = await readReleased(reading, findLast(own));
  return { commits: commits.slice(0, needed), tags: own };
}

/** Whether no tag is of a pre-release: rpm sorts those otherwise than semver, and each counts on one branch only, even where it is the highest. */
function arePlain({ group }: ReleaseTagReader, tags: GitClone['tags']): boolean {
  return [...group(tags).values()].every((releases) => releases.every(({ parsed }) => parsed.prerelease.length === 0));
}

/** The history down to where nothing is new after these last releases, and how much of that it takes. */
async function readReleased(log: HistoryLog, last: readonly (LastRelease | undefined)[], patience?: number): Promise<ReadCommits & { readonly needed: number | undefined }> {
  let needed: number | undefined;
  const isEnough = (commits: readonly HistoryCommit[]): boolean => {
    needed = countNeeded(commits, last);
    return needed !== undefined;
  };
  const read = await log.readUntil({ named: last.flatMap((release) => release?.commit ?? []), isEnough, ...(patience === undefined ? {} : { patience }) });
  return { ...read, needed: read.end === 'whole' ? countNeeded(read.commits, last) : needed };
}

type TagCheck = (tag: readonly [string, TaggedCommit]) => boolean;

/** Whether a tag is of one of these commits. */
function createLookup(commits: readonly HistoryCommit[]): TagCheck {
  const ids = new Set(commits.map(({ id }) => id));
  return ([, { commit }]) => ids.has(commit);
}

function nameCheck(names: ReadonlySet<string>): TagCheck {
  return ([name]) => names.has(name);
}

/** Names of all tags of a repository, also of those that this commit does not contain. */
export async function readTagNames(workspaceRoot: string): Promise<string[]> {
  const output = await readGit(workspaceRoot, ['for-each-ref', 'refs/tags', '--format=%(refname:strip=2)']);
  return output.split('\n').filter((line) => line !== '');
}

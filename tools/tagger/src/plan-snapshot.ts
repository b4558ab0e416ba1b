import { createHash } from 'node:crypto';
import type { Bump, Commit, PlannedComponent, PlanReason, ReleasePlan } from '@bigpanda/release-model';
import { isInputOf, type Component } from './component.ts';
import type { History, HistoryCommit } from './history.ts';
import { findLastRelease, type LastRelease } from './last-release.ts';
import { nextReleaseVersion } from './release-version.ts';
import type { ChangedPath } from './read-working-tree.ts';

/** Hex digits of a commit in a snapshot version; fixed, because git's own choice grows with the repository. */
const shaDigits = 10;
const bumpOrder: readonly Bump[] = ['none', 'patch', 'minor', 'major'];

export interface SnapshotInput {
  readonly components: readonly Component[];
  readonly history: History;
  readonly changedPaths: readonly ChangedPath[];
  /** Version of a component that was never released. */
  readonly firstVersion: string;
  readonly weigh: (commit: Commit) => Promise<Bump>;
}

/**
 * What every component is at this commit, as versions `<next>~<commits>.g<sha>` that sort between the last release and the next.
 * A function of its input alone: the commit in a version is the last one that changed what the component is made of,
 * so the same content has the same version wherever and whenever it is planned. Commits count all that touched it
 * since the last release, on every branch that was merged, so a later commit always sorts higher.
 */
export async function planSnapshot(input: SnapshotInput): Promise<ReleasePlan> {
  const components = await Promise.all(input.components.map((component) => planComponent(component, input)));
  return { schema: 1, kind: 'snapshot', head: input.history.head, dirty: input.changedPaths.length > 0, components };
}

async function planComponent(component: Component, input: SnapshotInput): Promise<PlannedComponent> {
  const { history, firstVersion } = input;
  const last = findLastRelease(component.name, history.tags);
  const commits = commitsSince(last, history).filter((commit) => commit.paths.some((path) => isInputOf(component, path)));
  const reasons = await explainCommits({ component, commits, last, weigh: input.weigh, firstVersion });
  const bump = heaviest(reasons);
  const nextVersion = last === undefined ? firstVersion : nextReleaseVersion(last.version, bump);
  const source = sourceCommit(component, history);
  const dirt = digestDirt(component, input.changedPaths);
  return {
    name: component.name,
    root: component.root,
    ...(last === undefined ? {} : { lastVersion: last.version }),
    nextVersion,
    version: `${nextVersion}~${commits.length}.g${source.id.slice(0, shaDigits)}${dirt === undefined ? '' : `.d${dirt}`}`,
    bump,
    commits: commits.length,
    commit: source.id,
    timeSeconds: source.timeSeconds,
    reasons: dirt === undefined ? reasons : [...reasons, { kind: 'working-tree', weight: 'patch', summary: 'changes that are not committed' }],
  };
}

function commitsSince(last: LastRelease | undefined, history: History): readonly HistoryCommit[] {
  if (last === undefined) return history.commits;
  const released = ancestorsOf(last.commit, history);
  return history.commits.filter((commit) => !released.has(commit.id));
}

function ancestorsOf(commit: string, history: History): Set<string> {
  const parents = new Map(history.commits.map(({ id, parents: ids }) => [id, ids]));
  const found = new Set([commit]);
  const waiting = [commit];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const parent of parents.get(next) ?? []) {
      if (found.has(parent)) continue;
      found.add(parent);
      waiting.push(parent);
    }
  }
  return found;
}

/** Along first parents every change of content is a commit's own, so the newest that touched the component has its content. */
function sourceCommit(component: Component, { mainline }: History): Commit {
  const found = mainline.find((commit) => commit.paths.some((path) => isInputOf(component, path)));
  const root = mainline.at(-1);
  if (found !== undefined) return found;
  if (root === undefined) throw new RangeError('a history has at least one commit');
  return root;
}

interface Explanation {
  readonly component: Component;
  readonly commits: readonly Commit[];
  readonly last: LastRelease | undefined;
  readonly weigh: SnapshotInput['weigh'];
  readonly firstVersion: string;
}

async function explainCommits({ component, commits, last, weigh, firstVersion }: Explanation): Promise<PlanReason[]> {
  if (last === undefined) return [{ kind: 'first-release', weight: 'minor', summary: `never released; the first version is ${firstVersion}` }];
  if (commits.length === 0) return [{ kind: 'unchanged', weight: 'none', summary: `nothing changed since ${last.releaseTag}` }];
  return Promise.all(commits.map(async (commit) => ({
    kind: commit.paths.some((path) => path.startsWith(`${component.root}/`)) ? 'commit' : 'library',
    weight: await weigh(commit),
    summary: commit.message.split('\n')[0] ?? '',
    commit: commit.id,
  })));
}

function heaviest(reasons: readonly PlanReason[]): Bump {
  return reasons.reduce<Bump>((found, { weight }) => (bumpOrder.indexOf(weight) > bumpOrder.indexOf(found) ? weight : found), 'none');
}

function digestDirt(component: Component, changed: readonly ChangedPath[]): string | undefined {
  const own = changed.filter(({ path }) => isInputOf(component, path));
  if (own.length === 0) return undefined;
  const hash = createHash('sha256');
  for (const { path, digest } of own) hash.update(`${path}\0${digest}\n`);
  return hash.digest('hex').slice(0, shaDigits);
}

import type { ReleaseUnit } from './component.ts';
import type { History, HistoryCommit } from './history.ts';
import type { LastRelease } from './last-release.ts';
import { createPathIndex, type PathIndex, type Touch } from './path-index.ts';
import { baseName, folderOf } from './path-parts.ts';
import { markReleasedCommits } from './released-commits.ts';
import { createSourceFinder, type SourceCommit } from './source-commits.ts';

/** A commit as one component sees it. */
export interface ComponentCommit {
  readonly commit: HistoryCommit;
  /** Whether it changes the component's own folder, not only a library or a shared input. */
  readonly own: boolean;
  /** The first of its paths that the component is made of; absent where it has none. */
  readonly path?: string;
}

/** What happened to a component since its last release. */
export interface ComponentChanges {
  /** Newest first. */
  readonly commits: readonly ComponentCommit[];
  /** The commit whose content is the component's; absent where nothing changed it. */
  readonly source?: SourceCommit;
  /** Newest commit that added each declared intent, by its path. */
  readonly intents: ReadonlyMap<string, string>;
}

export interface ChangesInput {
  readonly components: readonly ReleaseUnit[];
  /** Last release of each component. */
  readonly last: readonly (LastRelease | undefined)[];
  readonly history: History;
  /** Commits that are left out, as if they had not been made. */
  readonly dropped?: ReadonlySet<string>;
  /** Folder of declared intents. */
  readonly intentFolder?: string;
}

interface Collected {
  commits: ComponentCommit[];
  intents: Map<string, string>;
}

/** The commits of every component since its own last release, in one pass over the history. */
export function collectChanges(input: ChangesInput): ComponentChanges[] {
  const { components, last, history, dropped } = input;
  const { newTo } = markReleasedCommits(history.commits, last);
  const isNew = components.map((_, component) => newTo(component));
  const wholeRepository = components.length === 1 && components[0]?.root === '';
  const changes = components.map((): Collected => ({ commits: [], intents: new Map() }));
  let index = createPathIndex(components);
  for (const [place, commit] of history.commits.entries()) {
    if (dropped?.has(commit.id) === true) continue;
    note(changes, { commit, isNew: (component) => isNew[component]?.(place) === true, touches: touchesOf(commit, { index, wholeRepository }), intents: intentsOf(commit, input.intentFolder) });
    index = followMoves(index, commit, components);
  }
  const find = createSourceFinder(history);
  return changes.map((change, component) => {
    const source = find({ touching: change.commits.map(({ commit }) => commit.id), isNew: isNew[component] ?? newTo(component) });
    return { ...change, ...(source === undefined ? {} : { source }) };
  });
}

interface NewCommit {
  readonly commit: HistoryCommit;
  /** Whether a component has not released the commit. */
  readonly isNew: (component: number) => boolean;
  readonly touches: Iterable<Touch & { readonly path?: string }>;
  readonly intents: readonly string[];
}

function note(changes: readonly Collected[], { commit, isNew, touches, intents }: NewCommit): void {
  for (const { component, own, path } of touches) {
    const change = changes[component];
    if (change === undefined || !isNew(component)) continue;
    change.commits.push({ commit, own, ...(path === undefined ? {} : { path }) });
  }
  for (const file of intents) {
    changes.forEach((change, component) => { if (isNew(component) && !change.intents.has(file)) change.intents.set(file, commit.id); });
  }
}

interface TouchSearch {
  readonly index: PathIndex;
  /** One component that is the whole repository takes every commit, also one without files. */
  readonly wholeRepository: boolean;
}

function touchesOf(commit: HistoryCommit, { index, wholeRepository }: TouchSearch): Iterable<Touch & { readonly path?: string }> {
  const [firstPath] = commit.paths;
  if (wholeRepository) return [{ component: 0, own: true, ...(firstPath === undefined ? {} : { path: firstPath }) }];
  const found = new Map<number, Touch & { readonly path: string }>();
  let before: readonly Touch[] | undefined;
  for (const path of [...commit.paths, ...cutOutFolders(commit)]) {
    const touches = index.find(path);
    if (touches === before) continue;
    before = touches;
    for (const touch of touches) {
      const known = found.get(touch.component);
      if (known === undefined || (touch.own && !known.own)) found.set(touch.component, { ...touch, path });
    }
  }
  return found.values();
}

/** Folders that become components: each is taken from the component around it, which changes that one. */
function cutOutFolders({ added }: HistoryCommit): string[] {
  return added.filter((path) => baseName(path) === 'rpm.json').map(folderOf).filter((folder) => folder !== '');
}

function intentsOf(commit: HistoryCommit, folder: string | undefined): readonly string[] {
  return folder === undefined || commit.parents.length > 1 ? [] : commit.added.filter((path) => path.startsWith(`${folder}/`) && path.endsWith('.md'));
}

/** A commit that takes an rpm.json from one folder to a component's folder moved the component: what came before happened there. */
function followMoves(index: PathIndex, commit: HistoryCommit, components: readonly ReleaseUnit[]): PathIndex {
  const arrived = commit.added.filter((path) => baseName(path) === 'rpm.json');
  if (arrived.length === 0) return index;
  const left = commit.deleted.filter((path) => baseName(path) === 'rpm.json').map(folderOf);
  return arrived.map(folderOf).reduce((known, folder) => {
    const component = components.findIndex(({ root }) => root === folder);
    const former = arrived.length === 1 && left.length === 1 ? left[0] : left.find((other) => baseName(other) === baseName(folder));
    return component === -1 || former === undefined ? known : known.withFormerFolder(component, former);
  }, index);
}

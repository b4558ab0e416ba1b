import type { History, HistoryCommit } from './history.ts';

/** A commit whose content is a component's, and how far it is from the last release. */
export interface SourceCommit {
  readonly commit: HistoryCommit;
  /** Counts the commits that it contains and the last release does not, whatever they change. */
  readonly countDistance: () => number;
}

export interface SourceQuery {
  /** Ids of the commits that change the component against their first parent. */
  readonly touching: readonly string[];
  /** Whether the component has not released the commit at a place of the history. */
  readonly isNew: (place: number) => boolean;
}

/**
 * Finds where the content of components comes from: the last commit that changed them.
 * The source of a commit contains the sources of all its parents: a merge that keeps one side's content is a source of its own
 * where another side had a source that this one does not contain. So a later commit never has a smaller distance.
 */
export function createSourceFinder({ head, commits }: Pick<History, 'head' | 'commits'>): (query: SourceQuery) => SourceCommit | undefined {
  const places = new Map(commits.map(({ id }, place) => [id, place]));
  // A parent outside of the history stands behind all of it, and has no source.
  const outside = commits.length;
  const parents = commits.map((commit) => commit.parents.map((id) => places.get(id) ?? outside));
  const contains = createAncestry(parents);
  return ({ touching, isNew }) => {
    if (touching.length === 0) return undefined;
    const changed = new Set(touching.map((id) => places.get(id) ?? outside));
    const sources = new Int32Array(outside + 1).fill(-1);
    // Nothing before the first change has a source.
    for (let place = Math.min(Math.max(...changed), outside - 1); place >= 0; place -= 1) {
      if (!isNew(place)) continue;
      const from = parents[place] ?? [];
      const first = sources[from[0] ?? outside] ?? -1;
      sources[place] = changed.has(place) || (from.length > 1 && !keepsAll(from, sources, contains)) ? place : first;
    }
    const place = sources[places.get(head) ?? outside] ?? -1;
    const commit = commits[place];
    return commit === undefined ? undefined : { commit, countDistance: () => countFrom(place, parents, isNew) };
  };
}

type Ancestry = (later: number, earlier: number) => boolean;

/** Whether the source of the first of a merge's parents contains those of all; a plan asks it for every component at every merge. */
function keepsAll(from: readonly number[], sources: Int32Array, contains: Ancestry): boolean {
  const first = sources[from[0] ?? -1] ?? -1;
  for (const parent of from) {
    const other = sources[parent] ?? -1;
    if (other !== -1 && other !== first && (first === -1 || !contains(first, other))) return false;
  }
  return true;
}

/** Whether one commit contains another, both by place; children stand before parents. */
function createAncestry(parents: readonly (readonly number[])[]): Ancestry {
  const known = new Map<number, boolean>();
  return (later, earlier) => {
    const key = later * parents.length + earlier;
    const found = known.get(key) ?? reaches({ later, earlier, parents });
    known.set(key, found);
    return found;
  };
}

function reaches({ later, earlier, parents }: { readonly later: number; readonly earlier: number; readonly parents: readonly (readonly number[])[] }): boolean {
  const seen = new Set([later]);
  const waiting = [later];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === earlier) return true;
    // First parents are looked at first: most often the other commit is on their line.
    for (const parent of (parents[next] ?? []).toReversed()) {
      if (parent > earlier || seen.has(parent)) continue;
      seen.add(parent);
      waiting.push(parent);
    }
  }
  return false;
}

function countFrom(place: number, parents: readonly (readonly number[])[], counts: (place: number) => boolean): number {
  const seen = new Uint8Array(parents.length);
  const waiting = [place];
  let count = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen[next] === 1) continue;
    seen[next] = 1;
    count += 1;
    for (const parent of parents[next] ?? []) if (seen[parent] === 0 && counts(parent)) waiting.push(parent);
  }
  return count;
}

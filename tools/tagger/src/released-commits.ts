import type { HistoryCommit } from './history.ts';
import type { LastRelease } from './last-release.ts';

/** Which commits the last release of each component contains. */
export interface ReleasedCommits {
  /** Gives whether a component has not released the commit at a place of the history. */
  readonly newTo: (component: number) => (place: number) => boolean;
  /** Whether a commit is in every component's last release; also answered for one outside of the history that a commit of it has as parent. */
  readonly isReleasedByAll: (id: string) => boolean;
}

const wordBits = 32;

/** How many of these commits, the newest of a history, a plan needs: up to the last one that is new to a component or is its last release. Absent while older ones may be needed too. */
export function countNeeded(commits: readonly HistoryCommit[], last: readonly (LastRelease | undefined)[]): number | undefined {
  if (last.includes(undefined)) return undefined;
  const released = markReleasedCommits(commits, last);
  const seen = new Set(commits.map(({ id }) => id));
  const releases = new Set(last.flatMap((release) => release?.commit ?? []));
  const isWhole = [...releases].every((id) => seen.has(id)) && commits.every(({ parents }) => parents.every((parent) => seen.has(parent) || released.isReleasedByAll(parent)));
  return isWhole ? commits.findLastIndex(({ id }) => releases.has(id) || !released.isReleasedByAll(id)) + 1 : undefined;
}

/**
 * Marks the commits that last releases contain, `tag..HEAD` exactly, in one pass over the history.
 * Each last release is a bit that its commit hands on to its parents: a commit without the bit is new.
 * The rows of bits stand in one block of memory, because a history has many commits and many components.
 */
export function markReleasedCommits(commits: readonly HistoryCommit[], last: readonly (LastRelease | undefined)[]): ReleasedCommits {
  const bits = numberReleases(last);
  const rows = numberRows(commits, bits);
  const words = Math.ceil(bits.size / wordBits);
  const block = new Int32Array(rows.size * words);
  for (const [id, bit] of bits) block[(rows.get(id) ?? 0) * words + Math.floor(bit / wordBits)] = 1 << (bit % wordBits);
  for (const [place, { parents }] of commits.entries()) {
    for (const parent of parents) handOn(block, { from: place * words, to: (rows.get(parent) ?? 0) * words, words });
  }
  return {
    newTo: (component) => {
      const bit = bits.get(last[component]?.commit ?? '');
      // A component that was never released looks at no bit.
      const [word, mask] = bit === undefined ? [0, 0] : [Math.floor(bit / wordBits), 1 << (bit % wordBits)];
      return (place) => ((block[place * words + word] ?? 0) & mask) === 0;
    },
    isReleasedByAll: (id) => {
      const row = rows.get(id);
      return row !== undefined && !last.includes(undefined) && isFull(block.subarray(row * words, (row + 1) * words), bits.size);
    },
  };
}

/** A bit for each commit that is a last release. */
function numberReleases(last: readonly (LastRelease | undefined)[]): Map<string, number> {
  const bits = new Map<string, number>();
  for (const release of last) if (release !== undefined && !bits.has(release.commit)) bits.set(release.commit, bits.size);
  return bits;
}

/** A row for each commit: those of the history by their place, then the parents and releases outside of it. */
function numberRows(commits: readonly HistoryCommit[], bits: ReadonlyMap<string, number>): Map<string, number> {
  const rows = new Map(commits.map(({ id }, place) => [id, place]));
  const add = (id: string): void => { if (!rows.has(id)) rows.set(id, rows.size); };
  for (const { parents } of commits) parents.forEach(add);
  for (const id of bits.keys()) add(id);
  return rows;
}

function handOn(block: Int32Array, { from, to, words }: { readonly from: number; readonly to: number; readonly words: number }): void {
  for (let word = 0; word < words; word += 1) block[to + word] = (block[to + word] ?? 0) | (block[from + word] ?? 0);
}

function isFull(row: Int32Array, size: number): boolean {
  return row.every((word, index) => {
    const used = Math.min(wordBits, size - index * wordBits);
    return word === (used === wordBits ? -1 : (1 << used) - 1);
  });
}

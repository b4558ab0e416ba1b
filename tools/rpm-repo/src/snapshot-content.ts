import type { Advisory, ListedPackage, PackageGroup } from '@bigpanda/rpm-format';
import { carryIndex } from './content-index.ts';
import type { MetadataCodec } from './metadata-codec.ts';
import type { PackageEntry } from './package-entry.ts';
import { beginsChunk, comparePackages } from './package-order.ts';
import { compareEntries, makeChunks, type SnapshotChunk } from './snapshot-chunk.ts';

/** Metadata that are handed on as they were found: `modules` of a repository that was imported, for one. */
export interface CarriedDocument {
  /** Of repomd.xml. */
  readonly type: string;
  /** After the digest, such as `modules.yaml`. */
  readonly name: string;
  readonly open: Uint8Array;
}

/** What a snapshot lists, in memory. Never changes; a changed one shares what stayed. */
export interface SnapshotContent {
  readonly codec: MetadataCodec;
  /** By name, then EVR. */
  readonly chunks: readonly SnapshotChunk[];
  readonly packageCount: number;
  /** Latest build time of the packages, 0 without packages. */
  readonly builtSeconds: number;
  readonly advisories: readonly Advisory[];
  readonly carried: readonly CarriedDocument[];
  /** Only those that have a package. */
  readonly groups: readonly PackageGroup[];
}

export interface ContentChange {
  readonly add?: readonly PackageEntry[];
  /** Packages of the content that go. */
  readonly remove?: readonly PackageEntry[];
}

export function emptyContent(codec: MetadataCodec): SnapshotContent {
  return { codec, chunks: [], packageCount: 0, builtSeconds: 0, advisories: [], carried: [], groups: [] };
}

/** The packages, by name, then EVR. */
export function listContent({ chunks }: SnapshotContent): readonly ListedPackage[] {
  return chunks.flatMap(({ entries }) => entries.map(({ listed }) => listed));
}

/** The packages of one name, by EVR. Cost: the logarithm of the chunks. */
export function findEntries(content: SnapshotContent, name: string): readonly PackageEntry[] {
  return findWhere(content, name, (each) => each === name);
}

/** The names that begin so, sorted. */
export function findNames(content: SnapshotContent, beginning: string): readonly string[] {
  return [...new Set(findWhere(content, beginning, (name) => name.startsWith(beginning)).map(({ listed }) => listed.name))];
}

/** Packages that stand side by side from the first name that is not before `start`. */
function findWhere({ chunks }: SnapshotContent, start: string, belongs: (name: string) => boolean): readonly PackageEntry[] {
  const found: PackageEntry[] = [];
  const from = Math.max(0, findFirst(chunks, ({ first }) => first.name >= start) - 1);
  for (const chunk of iterate(chunks, from)) {
    if (chunk.first.name > start && !belongs(chunk.first.name)) break;
    found.push(...chunk.named(belongs));
  }
  return found;
}

/** Gives chunks one by one, so that none is read that is not looked at. */
function* iterate(chunks: readonly SnapshotChunk[], from: number): Iterable<SnapshotChunk> {
  for (let index = from; index < chunks.length; index += 1) {
    const chunk = chunks[index];
    if (chunk !== undefined) yield chunk;
  }
}

/** Index of the first chunk of which something holds, given that it holds of all after it. */
function findFirst(chunks: readonly SnapshotChunk[], holds: (chunk: SnapshotChunk) => boolean): number {
  let [low, high] = [0, chunks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const chunk = chunks[middle];
    if (chunk !== undefined && !holds(chunk)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The content with packages added and removed; only the chunks where that happens are read and packed anew. */
export function changeContent(content: SnapshotContent, { add = [], remove = [] }: ContentChange): SnapshotContent {
  const placeOf = ({ listed }: PackageEntry) => Math.max(0, findFirst(content.chunks, ({ first }) => comparePackages(first, listed) > 0) - 1);
  const [added, removed] = [Map.groupBy(add, placeOf), Map.groupBy(remove, placeOf)];
  const chunks = content.chunks.length === 0 ? makeChunks([...add].sort(compareEntries), content.codec) : joinChunks(content, (index, chunk) => {
    const [coming, going] = [added.get(index) ?? [], new Set((removed.get(index) ?? []).map(({ listed }) => listed.sha256))];
    if (coming.length === 0 && going.size === 0) return undefined;
    return [...chunk.entries.filter(({ listed }) => !going.has(listed.sha256)), ...coming].sort(compareEntries);
  });
  carryIndex(content.chunks, chunks, add);
  const isLatestGone = remove.some(({ listed }) => listed.buildTimeSeconds >= content.builtSeconds);
  const known = isLatestGone ? chunks.flatMap(({ entries }) => entries) : add;
  return { ...content, chunks, packageCount: content.packageCount + add.length - remove.length, builtSeconds: findLatest(known, isLatestGone ? 0 : content.builtSeconds) };
}

/** Latest build time of packages, at least that which is given. */
export function findLatest(entries: readonly PackageEntry[], atLeast = 0): number {
  return entries.reduce((latest, { listed }) => Math.max(latest, listed.buildTimeSeconds), atLeast);
}

/** The chunks with the packages of some of them replaced; what begins none any more joins the chunk before. */
function joinChunks({ chunks, codec }: SnapshotContent, change: (index: number, chunk: SnapshotChunk) => readonly PackageEntry[] | undefined): readonly SnapshotChunk[] {
  const joined: SnapshotChunk[] = [];
  let open: PackageEntry[] = [];
  const close = () => {
    joined.push(...makeChunks(open, codec));
    open = [];
  };
  for (const [index, chunk] of chunks.entries()) {
    const entries = change(index, chunk);
    const [first] = entries ?? [];
    if (entries === undefined) {
      close();
      joined.push(chunk);
    } else if (first !== undefined) {
      if (open.length === 0 && !beginsChunk(first)) open = [...(joined.pop()?.entries ?? [])];
      open.push(...entries);
    }
  }
  close();
  return joined;
}

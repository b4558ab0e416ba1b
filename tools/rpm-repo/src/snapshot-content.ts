import type { Advisory, ListedPackage, PackageGroup } from '@bigpanda/rpm-format';
import type { MetadataCodec } from './document-members.ts';
import { beginsChunk, compareEntries, makeChunks, type PackageEntry, type SnapshotChunk } from './snapshot-chunk.ts';

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
  readonly advisories: readonly Advisory[];
  readonly carried: readonly CarriedDocument[];
  /** Only those that have a package. */
  readonly groups: readonly PackageGroup[];
}

export interface ContentChange {
  readonly add?: readonly PackageEntry[];
  /** SHA-256 of each package that goes. */
  readonly remove?: ReadonlySet<string>;
}

export function emptyContent(codec: MetadataCodec): SnapshotContent {
  return { codec, chunks: [], advisories: [], carried: [], groups: [] };
}

/** The packages, by name, then EVR. */
export function listContent({ chunks }: SnapshotContent): readonly ListedPackage[] {
  return chunks.flatMap(({ entries }) => entries.map(({ listed }) => listed));
}

export function countPackages({ chunks }: SnapshotContent): number {
  return chunks.reduce((count, { entries }) => count + entries.length, 0);
}

/** The packages of one name, by EVR. Cost: the logarithm of the chunks. */
export function findEntries({ chunks }: SnapshotContent, name: string): readonly PackageEntry[] {
  const found: PackageEntry[] = [];
  for (let index = findChunk(chunks, name); index < chunks.length; index += 1) {
    const { entries = [] } = chunks[index] ?? {};
    if ((entries[0]?.listed.name ?? '') > name) break;
    found.push(...entries.filter(({ listed }) => listed.name === name));
  }
  return found;
}

/** The last chunk that begins before a name, where the name's packages can begin. */
function findChunk(chunks: readonly SnapshotChunk[], name: string): number {
  let [low, high] = [0, chunks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((chunks[middle]?.entries[0]?.listed.name ?? '') < name) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** The content with packages added and removed; only the chunks where that happens are packed anew. */
export function changeContent(content: SnapshotContent, { add = [], remove = new Set() }: ContentChange): SnapshotContent {
  const incoming = [...add].sort(compareEntries);
  const chunks: SnapshotChunk[] = [];
  let changed: PackageEntry[] | undefined;
  const settle = () => {
    if (changed !== undefined) chunks.push(...makeChunks(changed, content.codec));
    changed = undefined;
  };
  for (const [index, chunk] of content.chunks.entries()) {
    const next = content.chunks[index + 1]?.entries[0];
    const added = takeWhile(incoming, (entry) => next === undefined || compareEntries(entry, next) < 0);
    const kept = remove.size === 0 ? chunk.entries : chunk.entries.filter(({ listed }) => !remove.has(listed.sha256));
    const isSame = added.length === 0 && kept.length === chunk.entries.length;
    const entries = added.length === 0 ? kept : [...kept, ...added].sort(compareEntries);
    const [first] = entries;
    if (first === undefined) continue;
    const begins = index === 0 || beginsChunk(first);
    if (begins) settle();
    else changed ??= [...(chunks.pop()?.entries ?? [])];
    if (isSame && changed === undefined) chunks.push(chunk);
    else changed = [...(changed ?? []), ...entries];
  }
  settle();
  return { ...content, chunks: [...chunks, ...makeChunks(incoming, content.codec)] };
}

/** Takes from the front of a list. */
function takeWhile(list: PackageEntry[], belongs: (entry: PackageEntry) => boolean): readonly PackageEntry[] {
  const end = list.findIndex((entry) => !belongs(entry));
  return list.splice(0, end < 0 ? list.length : end);
}

import { packageDocuments, compareEvr, type ListedPackage, type PackageDocument, type PackageFragments } from '@bigpanda/rpm-format';
import { packMember, type DocumentMember, type MetadataCodec } from './document-members.ts';

/** A package of a snapshot with its piece of each document. */
export interface PackageEntry {
  readonly listed: ListedPackage;
  readonly fragments: PackageFragments;
}

/** Packages that stand side by side, packed together: what a publish compresses anew when one of them changes. */
export interface SnapshotChunk {
  /** Never empty. */
  readonly entries: readonly PackageEntry[];
  readonly documents: Readonly<Record<PackageDocument, DocumentMember>>;
}

/** Packages in a chunk, on average: fewer cost more bytes, more cost more time. */
const meanLength = 40;

/** Cuts sorted packages into chunks, each at a package that begins one. */
export function makeChunks(entries: readonly PackageEntry[], codec: MetadataCodec): readonly SnapshotChunk[] {
  const starts = entries.flatMap((entry, index) => (index === 0 || beginsChunk(entry) ? [index] : []));
  return starts.map((start, index) => makeChunk(entries.slice(start, starts[index + 1]), codec));
}

/**
 * Whether a package begins a chunk, whatever stands around it. By its digest, which spreads evenly: so a change moves
 * no other boundary, and everything keeps its place in the order of names.
 */
export function beginsChunk({ listed }: PackageEntry): boolean {
  return Number.parseInt(listed.sha256.slice(0, 8), 16) % meanLength === 0;
}

/** The order of packages in a snapshot: by name, EVR, architecture and digest. */
export function compareEntries({ listed: left }: PackageEntry, { listed: right }: PackageEntry): number {
  return compareText(left.name, right.name) || compareEvr(left, right) || compareText(left.arch, right.arch) || compareText(left.sha256, right.sha256);
}

function makeChunk(entries: readonly PackageEntry[], codec: MetadataCodec): SnapshotChunk {
  const opened = joinFragments(entries);
  const documents = Object.fromEntries(packageDocuments.map((type) => [type, packMember(opened[type], codec)])) as Record<PackageDocument, DocumentMember>;
  return { entries: sliceFragments(entries, opened), documents };
}

function joinFragments(entries: readonly PackageEntry[]): Record<PackageDocument, Uint8Array> {
  const join = (type: PackageDocument) => Buffer.concat(entries.map(({ fragments }) => fragments[type]));
  return { primary: join('primary'), filelists: join('filelists'), other: join('other') };
}

/** The same packages with their pieces found in the joined bytes, so that nothing is held twice. */
function sliceFragments(entries: readonly PackageEntry[], opened: Readonly<Record<PackageDocument, Uint8Array>>): readonly PackageEntry[] {
  let offsets = noOffsets;
  return entries.map(({ listed, fragments }) => {
    const ends = {
      primary: offsets.primary + fragments.primary.length, filelists: offsets.filelists + fragments.filelists.length, other: offsets.other + fragments.other.length,
    };
    const entry = new JoinedEntry(listed, opened, { starts: offsets, ends });
    offsets = ends;
    return entry;
  });
}

type Offsets = Readonly<Record<PackageDocument, number>>;

const noOffsets: Offsets = { primary: 0, filelists: 0, other: 0 };

/** Holds places instead of views: a hundred thousand views are what a garbage collector spends its time on. */
class JoinedEntry implements PackageEntry {
  readonly listed: ListedPackage;
  readonly #opened: Readonly<Record<PackageDocument, Uint8Array>>;
  readonly #places: { readonly starts: Offsets; readonly ends: Offsets };

  constructor(listed: ListedPackage, opened: Readonly<Record<PackageDocument, Uint8Array>>, places: { readonly starts: Offsets; readonly ends: Offsets }) {
    this.listed = listed;
    this.#opened = opened;
    this.#places = places;
  }

  get fragments(): PackageFragments {
    return { primary: this.#slice('primary'), filelists: this.#slice('filelists'), other: this.#slice('other') };
  }

  #slice(type: PackageDocument): Uint8Array {
    return this.#opened[type].subarray(this.#places.starts[type], this.#places.ends[type]);
  }
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

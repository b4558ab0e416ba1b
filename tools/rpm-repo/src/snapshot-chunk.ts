import { readFragment, splitFragments, type ListedPackage, type PackageDocument, type PackageFragments } from '@bigpanda/rpm-format';
import { packMember, type DocumentMember } from './document-members.ts';
import type { MetadataCodec } from './metadata-codec.ts';
import type { PackageEntry } from './package-entry.ts';
import { beginsChunk, comparePackages } from './package-order.ts';
import { readOrDamaged, repositoryDamaged } from './repository-damage.ts';

/** Packages that stand side by side, packed together: what a publish compresses anew when one of them changes. */
export interface SnapshotChunk {
  readonly documents: ChunkDocuments;
  /** The package it begins with; a chunk is never empty. */
  readonly first: ListedPackage;
  readonly entries: readonly PackageEntry[];
}

export type ChunkDocuments = Readonly<Record<PackageDocument, DocumentMember>>;

/** Cuts sorted packages into chunks, each at a package that begins one. */
export function makeChunks(entries: readonly PackageEntry[], codec: MetadataCodec): readonly SnapshotChunk[] {
  const starts = entries.flatMap((entry, index) => (index === 0 || beginsChunk(entry) ? [index] : []));
  return starts.map((start, index) => makeChunk(entries.slice(start, starts[index + 1]), codec));
}

/** A chunk that was packed before; nothing of it is read until it is asked for. @param file named when it cannot be read, with `REPOSITORY_DAMAGED` */
export function openChunk(documents: ChunkDocuments, file: string): SnapshotChunk {
  return new PackedChunk(documents, file);
}

/** As `comparePackages`, of entries. */
export function compareEntries(left: PackageEntry, right: PackageEntry): number {
  return comparePackages(left.listed, right.listed);
}

function makeChunk(entries: readonly PackageEntry[], codec: MetadataCodec): SnapshotChunk {
  // Once for each: those of a package that comes in are made when they are asked for.
  const pieces = entries.map(({ fragments }) => fragments);
  const pack = (type: PackageDocument) => packMember(Buffer.concat(pieces.map((fragments) => fragments[type])), codec);
  return openChunk({ primary: pack('primary'), filelists: pack('filelists'), other: pack('other') }, 'metadata that were just packed');
}

/** Unpacks each document once, when a piece of it is asked for. */
class PackedChunk implements SnapshotChunk {
  readonly documents: ChunkDocuments;
  readonly #file: string;
  readonly #pieces = new Map<PackageDocument, readonly Uint8Array[]>();
  #first: ListedPackage | undefined;
  #entries: readonly PackageEntry[] | undefined;

  constructor(documents: ChunkDocuments, file: string) {
    this.documents = documents;
    this.#file = file;
  }

  get first(): ListedPackage {
    this.#first ??= this.#entries?.[0]?.listed ?? this.#readListed(splitFragments(this.documents.primary.open)[0] ?? new Uint8Array());
    return this.#first;
  }

  get entries(): readonly PackageEntry[] {
    this.#entries ??= this.#piecesOf('primary').map((fragment, index) => new ChunkEntry(this.#readListed(fragment), (type) => this.#pieceOf(type, index)));
    return this.#entries;
  }

  #readListed(fragment: Uint8Array): ListedPackage {
    return readOrDamaged(this.#file, () => readFragment(fragment));
  }

  #piecesOf(type: PackageDocument): readonly Uint8Array[] {
    const pieces = this.#pieces.get(type) ?? splitFragments(this.documents[type].open);
    this.#pieces.set(type, pieces);
    return pieces;
  }

  #pieceOf(type: PackageDocument, index: number): Uint8Array {
    const piece = this.#piecesOf(type)[index];
    if (piece === undefined || this.#piecesOf(type).length !== this.#piecesOf('primary').length) throw repositoryDamaged(this.#file, `has a member of ${type} that lists other packages than that of primary`);
    return piece;
  }
}

class ChunkEntry implements PackageEntry {
  readonly listed: ListedPackage;
  readonly #find: (type: PackageDocument) => Uint8Array;

  constructor(listed: ListedPackage, find: (type: PackageDocument) => Uint8Array) {
    this.listed = listed;
    this.#find = find;
  }

  get fragments(): PackageFragments {
    const find = this.#find;
    return { get primary() { return find('primary'); }, get filelists() { return find('filelists'); }, get other() { return find('other'); } };
  }
}

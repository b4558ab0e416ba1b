import { listedUntil, readFragment, readFragmentName, splitFragments, type ListedPackage, type PackageDocument, type PackageFragments } from '@bigpanda/rpm-format';
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
  /** Entries by their names, without a look at the rest of the others. */
  named(belongs: (name: string) => boolean): readonly PackageEntry[];
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
  #pieces: Partial<Record<PackageDocument, readonly Uint8Array[]>> = {};
  #names: readonly string[] | undefined;
  #first: ListedPackage | undefined;
  #entries: readonly PackageEntry[] | undefined;

  constructor(documents: ChunkDocuments, file: string) {
    this.documents = documents;
    this.#file = file;
  }

  get first(): ListedPackage {
    this.#first ??= this.#entries?.[0]?.listed ?? this.#readListed(this.documents.primary.openUntil(listedUntil));
    return this.#first;
  }

  get entries(): readonly PackageEntry[] {
    this.#entries ??= this.#piecesOf('primary').map((fragment, index) => new ChunkEntry(() => this.#readListed(fragment), (type) => this.#pieceOf(type, index)));
    return this.#entries;
  }

  named(belongs: (name: string) => boolean): readonly PackageEntry[] {
    const names = this.#names ??= readOrDamaged(this.#file, () => this.#piecesOf('primary').map(readFragmentName));
    return names.some(belongs) ? this.entries.filter((_, index) => belongs(names[index] ?? '')) : [];
  }

  #readListed(fragment: Uint8Array): ListedPackage {
    return readOrDamaged(this.#file, () => readFragment(fragment));
  }

  #piecesOf(type: PackageDocument): readonly Uint8Array[] {
    return this.#pieces[type] ??= splitFragments(this.documents[type].open);
  }

  #pieceOf(type: PackageDocument, index: number): Uint8Array {
    const piece = this.#piecesOf(type)[index];
    if (piece === undefined || this.#piecesOf(type).length !== this.#piecesOf('primary').length) throw repositoryDamaged(this.#file, `has a member of ${type} that lists other packages than that of primary`);
    return piece;
  }
}

class ChunkEntry implements PackageEntry {
  readonly #read: () => ListedPackage;
  readonly #find: (type: PackageDocument) => Uint8Array;
  #listed: ListedPackage | undefined;

  constructor(read: () => ListedPackage, find: (type: PackageDocument) => Uint8Array) {
    this.#read = read;
    this.#find = find;
  }

  get listed(): ListedPackage {
    return this.#listed ??= this.#read();
  }

  get fragments(): PackageFragments {
    const find = this.#find;
    return { get primary() { return find('primary'); }, get filelists() { return find('filelists'); }, get other() { return find('other'); } };
  }
}

import { readSync, writeSync } from 'node:fs';
import { packageDocuments, type ListedPackage, type PackageDocument } from '@bigpanda/rpm-format';
import type { PackageEntry } from '../package-entry.ts';

/** An open file for each document, in which the pieces of packages wait, so that memory does not grow with them. */
export type SpoolFiles = Readonly<Record<PackageDocument, number>>;

/** Where a piece stands in an open file. */
export interface SpoolPlace {
  readonly descriptor: number;
  readonly offset: number;
  readonly sizeBytes: number;
}

/** What the order of packages and the times of documents depend on. */
export type SortedPackage = Pick<ListedPackage, 'name' | 'epoch' | 'version' | 'release' | 'arch' | 'sha256' | 'buildTimeSeconds'>;

/** A package whose pieces wait: descriptor, offset and size of each, in the order of `packageDocuments`. There are many, so it is one flat list. */
export interface SpooledPackage {
  readonly listed: SortedPackage;
  readonly places: readonly number[];
}

const numbersPerPlace = 3;

/** The place of the piece of one document. */
export function placeOf({ places }: SpooledPackage, type: PackageDocument): SpoolPlace {
  const [descriptor = -1, offset = 0, sizeBytes = 0] = places.slice(packageDocuments.indexOf(type) * numbersPerPlace);
  return { descriptor, offset, sizeBytes };
}

/** Bytes that are gathered before they are written. */
const gatheredBytes = 1 << 18;

/** Appends the pieces of packages to the files. */
export class PackageSpool {
  readonly #spools: Readonly<Record<PackageDocument, PieceSpool>>;

  constructor(files: SpoolFiles) {
    this.#spools = { primary: new PieceSpool(files.primary), filelists: new PieceSpool(files.filelists), other: new PieceSpool(files.other) };
  }

  add({ listed, fragments }: PackageEntry): SpooledPackage {
    const { name, epoch, version, release, arch, sha256, buildTimeSeconds } = listed;
    const places = packageDocuments.flatMap((type) => this.#spools[type].add(fragments[type]));
    return { listed: { name, epoch, version, release, arch, sha256, buildTimeSeconds }, places };
  }

  flush(): void {
    for (const type of packageDocuments) this.#spools[type].flush();
  }
}

class PieceSpool {
  readonly #descriptor: number;
  readonly #gathered = Buffer.alloc(gatheredBytes);
  #gatheredSize = 0;
  #written = 0;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  add(piece: Uint8Array): readonly number[] {
    if (this.#gatheredSize + piece.length > gatheredBytes) this.flush();
    const place = [this.#descriptor, this.#written + this.#gatheredSize, piece.length];
    if (piece.length > gatheredBytes) this.#write(piece);
    else {
      this.#gathered.set(piece, this.#gatheredSize);
      this.#gatheredSize += piece.length;
    }
    return place;
  }

  flush(): void {
    this.#write(this.#gathered.subarray(0, this.#gatheredSize));
    this.#gatheredSize = 0;
  }

  #write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      const count = writeSync(this.#descriptor, bytes, at, bytes.length - at, this.#written);
      at += count;
      this.#written += count;
    }
  }
}

/** Reads pieces one after another into the same memory, which is what it gives: good until the next are read. */
export class SpoolReader {
  #memory = Buffer.alloc(gatheredBytes);

  read(places: readonly SpoolPlace[]): Uint8Array {
    const sizeBytes = places.reduce((size, place) => size + place.sizeBytes, 0);
    if (sizeBytes > this.#memory.length) this.#memory = Buffer.alloc(2 * sizeBytes);
    let at = 0;
    for (const place of places) at = this.#readOne(at, place);
    return this.#memory.subarray(0, sizeBytes);
  }

  #readOne(start: number, { descriptor, offset, sizeBytes }: SpoolPlace): number {
    for (let done = 0; done < sizeBytes;) {
      const count = readSync(descriptor, this.#memory, start + done, sizeBytes - done, offset + done);
      if (count === 0) throw new Error(`the file of gathered metadata ends at byte ${offset + done}`);
      done += count;
    }
    return start + sizeBytes;
  }
}

/** Pieces that stand side by side as one. */
export function joinPlaces(places: readonly SpoolPlace[]): readonly SpoolPlace[] {
  const runs: SpoolPlace[] = [];
  for (const place of places) {
    const last = runs.at(-1);
    if (last?.descriptor === place.descriptor && last.offset + last.sizeBytes === place.offset) runs[runs.length - 1] = { ...last, sizeBytes: last.sizeBytes + place.sizeBytes };
    else runs.push(place);
  }
  return runs;
}

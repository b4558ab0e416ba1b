import { entryType, headerMagic, itemSizes } from './header-value.ts';
import { RpmFormatError } from './rpm-format-error.ts';
import { headerTag, signatureTag } from './tag.ts';

/** Limits of rpm (lib/header_internal.h): number of entries, bytes of data. */
const entryLimit = 0xffff;
const storeLimit = 256 * 1024 * 1024;
const introLength = 16;
const indexEntryLength = 16;
/** Region tag that some old packages have in the trailer of the signature header (rpm, lib/header.c). */
const headerImage = 61;

/** One index entry; its data stand in the store. */
export interface IndexEntry {
  readonly tag: number;
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

/** A header whose index was checked: each entry's data lie inside the store. Texts are decoded when asked for. */
export interface Header {
  readonly entries: ReadonlyMap<number, IndexEntry>;
  readonly store: Buffer;
  /** Byte offset of the header in its file. */
  readonly start: number;
  /** Byte offset behind its last byte. */
  readonly end: number;
}

/**
 * Reads a header that begins at an offset.
 * @param regionTag 62 in the signature header, 63 in the main header
 * @throws RpmFormatError `HEADER_INVALID`, `HEADER_TRUNCATED`, `HEADER_TOO_LARGE`, `HEADER_REGION_INVALID`, `HEADER_ENTRY_INVALID`
 */
export function readHeader(bytes: Uint8Array, start: number, regionTag: number): Header {
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (input.length < start + introLength) throw truncated(start, introLength, input.length - start);
  const end = start + readHeaderLength(input.subarray(start, start + introLength), start);
  const storeStart = start + introLength + input.readUInt32BE(start + 8) * indexEntryLength;
  if (input.length < end) throw truncated(start, end - start, input.length - start);
  const store = input.subarray(storeStart, end);
  const index = readIndex(input.subarray(start + introLength, storeStart));
  checkRegion(index, store, regionTag);
  return { entries: checkEntries(index.slice(1), store), store, start, end };
}

/** Length of the first part of a header, which says how long the rest is. */
export const headerIntroLength = introLength;

/**
 * Length of a whole header by its first 16 bytes.
 * @param start byte offset of the header in its file
 * @throws RpmFormatError `HEADER_INVALID`, `HEADER_TOO_LARGE`
 */
export function readHeaderLength(intro: Buffer, start: number): number {
  if (!intro.subarray(0, headerMagic.length).equals(headerMagic)) {
    throw new RpmFormatError('HEADER_INVALID', `read a header: no header begins at byte ${start}`, { offset: start });
  }
  const [count, storeLength] = [intro.readUInt32BE(8), intro.readUInt32BE(12)];
  if (count > entryLimit || storeLength >= storeLimit) throw tooLarge(start, count, storeLength);
  return introLength + count * indexEntryLength + storeLength;
}

function readIndex(bytes: Buffer): readonly IndexEntry[] {
  return Array.from({ length: bytes.length / indexEntryLength }, (_, number) => readIndexEntry(bytes, number * indexEntryLength));
}

function readIndexEntry(bytes: Buffer, at: number): IndexEntry {
  return {
    tag: bytes.readUInt32BE(at),
    type: bytes.readUInt32BE(at + 4),
    offset: bytes.readInt32BE(at + 8),
    count: bytes.readUInt32BE(at + 12),
  };
}

/** The region must be the first entry and hold the whole header: what is hashed and signed is then all there is. */
function checkRegion(index: readonly IndexEntry[], store: Buffer, regionTag: number): void {
  const region = index[0];
  if (region?.tag !== regionTag || region.type !== entryType.bin || region.count !== indexEntryLength) throw invalidRegion(regionTag);
  if (region.offset < 0 || region.offset + indexEntryLength !== store.length) throw invalidRegion(regionTag);
  const trailer = readIndexEntry(store, region.offset);
  const isTrailer = trailer.tag === regionTag || (regionTag === signatureTag.region && trailer.tag === headerImage);
  const holdsAll = trailer.type === entryType.bin && trailer.offset === -index.length * indexEntryLength && trailer.count === indexEntryLength;
  if (!isTrailer || !holdsAll) throw invalidRegion(regionTag);
}

/** Data must follow each other in the order of the index, as rpm wants it (lib/header.c): nothing is counted twice. */
function checkEntries(index: readonly IndexEntry[], store: Buffer): ReadonlyMap<number, IndexEntry> {
  const entries = new Map<number, IndexEntry>();
  let free = 0;
  for (const entry of index) {
    const size = itemSizes.get(entry.type) ?? 1;
    if (entries.has(entry.tag)) throw invalidEntry(entry, 'it stands twice');
    if (entry.tag <= headerTag.region || entry.type < 1 || entry.type > entryType.i18nString) throw invalidEntry(entry, `type ${entry.type}`);
    if (entry.count === 0 || (entry.type === entryType.string && entry.count !== 1)) throw invalidEntry(entry, `${entry.count} items`);
    if (entry.offset < free || (entry.type !== entryType.bin && entry.offset % size !== 0)) throw invalidEntry(entry, `offset ${entry.offset}`);
    free = findEnd(entry, store, size);
    entries.set(entry.tag, entry);
  }
  return entries;
}

/** Where the data of an entry end, before the 16 bytes of the region's trailer. */
function findEnd(entry: IndexEntry, store: Buffer, size: number): number {
  const limit = store.length - indexEntryLength;
  if (entry.offset + entry.count * size > limit) throw invalidEntry(entry, 'data beyond the end');
  if (itemSizes.has(entry.type)) return entry.offset + entry.count * size;
  let end = entry.offset;
  for (let number = 0; number < entry.count; number += 1) {
    const stop = store.indexOf(0, end);
    if (stop < 0 || stop >= limit) throw invalidEntry(entry, 'a text without an end');
    end = stop + 1;
  }
  return end;
}

function truncated(start: number, wanted: number, found: number): RpmFormatError {
  const message = `read a header: wanted ${wanted} bytes from byte ${start}; found ${Math.max(0, found)}`;
  return new RpmFormatError('HEADER_TRUNCATED', message, { offset: start });
}

function tooLarge(start: number, count: number, storeLength: number): RpmFormatError {
  const message = `read a header: found ${count} entries with ${storeLength} bytes; wanted at most ${entryLimit} and less than ${storeLimit}`;
  return new RpmFormatError('HEADER_TOO_LARGE', message, { offset: start });
}

function invalidRegion(tag: number): RpmFormatError {
  return new RpmFormatError('HEADER_REGION_INVALID', `read a header: region ${tag} does not hold the whole header`, { tag });
}

function invalidEntry(entry: IndexEntry, found: string): RpmFormatError {
  return new RpmFormatError('HEADER_ENTRY_INVALID', `read a header: tag ${entry.tag} has ${found}`, { tag: entry.tag, offset: entry.offset });
}

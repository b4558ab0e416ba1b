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
  /** Where its data end, behind the NUL of the last text. */
  readonly end: number;
}

/** As it stands in the index, before its data were looked at. */
type ListedEntry = Omit<IndexEntry, 'end'>;

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
  const { count, trailer } = readRegion(index, store, regionTag);
  const inside = checkEntries(index.slice(1, count), store, { from: 0, to: trailer });
  const behind = checkEntries(index.slice(count), store, { from: trailer + indexEntryLength, to: store.length });
  return { entries: joinEntries(inside, behind), store, start, end };
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

function readIndex(bytes: Buffer): readonly ListedEntry[] {
  const index: ListedEntry[] = [];
  for (let at = 0; at < bytes.length; at += indexEntryLength) index.push(readIndexEntry(bytes, at));
  return index;
}

function readIndexEntry(bytes: Buffer, at: number): ListedEntry {
  return {
    tag: bytes.readUInt32BE(at),
    type: bytes.readUInt32BE(at + 4),
    offset: bytes.readInt32BE(at + 8),
    count: bytes.readUInt32BE(at + 12),
  };
}

/** How many entries stand in the region, itself among them, and where in the store its trailer begins. */
interface Region {
  readonly count: number;
  readonly trailer: number;
}

/**
 * The region must be the first entry and hold the whole header: what is hashed and signed is then all there is.
 * Nobody signs the signature header, and rpmsign puts signatures of files behind its region; there it may hold the beginning only.
 */
function readRegion(index: readonly ListedEntry[], store: Buffer, regionTag: number): Region {
  const region = index[0];
  if (region?.tag !== regionTag || region.type !== entryType.bin || region.count !== indexEntryLength) throw invalidRegion(regionTag);
  if (region.offset < 0 || region.offset + indexEntryLength > store.length) throw invalidRegion(regionTag);
  const count = readTrailer(readIndexEntry(store, region.offset), regionTag);
  if (count === undefined || count > index.length) throw invalidRegion(regionTag);
  const holdsAll = count === index.length && region.offset + indexEntryLength === store.length;
  if (!holdsAll && regionTag !== signatureTag.region) throw invalidRegion(regionTag);
  return { count, trailer: region.offset };
}

/** How many entries a region has by its trailer, whose offset leads back over them; undefined when it is none. */
function readTrailer(trailer: ListedEntry, regionTag: number): number | undefined {
  const isKnown = trailer.tag === regionTag || (regionTag === signatureTag.region && trailer.tag === headerImage);
  const count = -trailer.offset / indexEntryLength;
  const isPlausible = trailer.type === entryType.bin && trailer.count === indexEntryLength && Number.isInteger(count) && count > 0;
  return isKnown && isPlausible ? count : undefined;
}

/** Data must follow each other in the order of the index, as rpm wants it (lib/header.c): nothing is counted twice. */
function checkEntries(index: readonly ListedEntry[], store: Buffer, { from, to }: { readonly from: number; readonly to: number }): ReadonlyMap<number, IndexEntry> {
  const entries = new Map<number, IndexEntry>();
  let free = from;
  for (const entry of index) {
    const size = itemSizes.get(entry.type) ?? 1;
    if (entries.has(entry.tag)) throw invalidEntry(entry, 'it stands twice');
    if (entry.tag <= headerTag.region || entry.type < 1 || entry.type > entryType.i18nString) throw invalidEntry(entry, `type ${entry.type}`);
    if (entry.count === 0 || (entry.type === entryType.string && entry.count !== 1)) throw invalidEntry(entry, `${entry.count} items`);
    if (entry.offset < free || (entry.type !== entryType.bin && entry.offset % size !== 0)) throw invalidEntry(entry, `offset ${entry.offset}`);
    free = findEnd(entry, store, { size, limit: to });
    entries.set(entry.tag, { tag: entry.tag, type: entry.type, offset: entry.offset, count: entry.count, end: free });
  }
  return entries;
}

function joinEntries(inside: ReadonlyMap<number, IndexEntry>, behind: ReadonlyMap<number, IndexEntry>): ReadonlyMap<number, IndexEntry> {
  for (const entry of behind.values()) if (inside.has(entry.tag)) throw invalidEntry(entry, 'it stands twice');
  return behind.size === 0 ? inside : new Map([...inside, ...behind]);
}

/** Where the data of an entry end, before what comes behind it: of the region, its trailer. */
function findEnd(entry: ListedEntry, store: Buffer, { size, limit }: { readonly size: number; readonly limit: number }): number {
  if (entry.offset + entry.count * size > limit) throw invalidEntry(entry, 'data beyond the end');
  if (itemSizes.has(entry.type)) return entry.offset + entry.count * size;
  let end = entry.offset;
  // Most texts are short: a call of indexOf takes longer than looking at their bytes.
  for (let missing = entry.count; missing > 0; end += 1) {
    if (end >= limit) throw invalidEntry(entry, 'a text without an end');
    if (store[end] === 0) missing -= 1;
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

function invalidEntry(entry: ListedEntry, found: string): RpmFormatError {
  return new RpmFormatError('HEADER_ENTRY_INVALID', `read a header: tag ${entry.tag} has ${found}`, { tag: entry.tag, offset: entry.offset });
}

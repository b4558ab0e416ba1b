import type { Header, IndexEntry } from './header-reader.ts';
import { entryType } from './header-value.ts';
import { RpmFormatError } from './rpm-format-error.ts';

const textTypes: readonly number[] = [entryType.string, entryType.stringArray, entryType.i18nString];

/**
 * All texts of a tag, none when it is absent. Bytes that are not UTF-8 become U+FFFD.
 * @throws RpmFormatError `TAG_TYPE_WRONG`
 */
export function readTexts(header: Header, tag: number): readonly string[] {
  const entry = header.entries.get(tag);
  if (entry === undefined) return [];
  if (!textTypes.includes(entry.type)) throw wrongType(entry, 'text');
  // All at once: a call for each takes longer than what it does.
  return header.store.toString('utf8', entry.offset, entry.end - 1).split('\0');
}

/** The first text of a tag, the C locale's where it is translated; undefined when it is absent. */
export function readText(header: Header, tag: number): string | undefined {
  return readTexts(header, tag)[0];
}

/**
 * All numbers of a tag, none when it is absent.
 * @throws RpmFormatError `TAG_TYPE_WRONG`, also for a number above 2^53 - 1
 */
export function readNumbers(header: Header, tag: number): readonly number[] {
  const entry = header.entries.get(tag);
  const numbers: number[] = [];
  if (entry !== undefined) for (let index = 0; index < entry.count; index += 1) numbers.push(readItem(header.store, entry, index));
  return numbers;
}

/** The first number of a tag; undefined when it is absent. */
export function readNumber(header: Header, tag: number): number | undefined {
  const entry = header.entries.get(tag);
  return entry === undefined ? undefined : readItem(header.store, entry, 0);
}

/**
 * The bytes of a tag; undefined when it is absent.
 * @throws RpmFormatError `TAG_TYPE_WRONG`
 */
export function readBytes(header: Header, tag: number): Uint8Array | undefined {
  const entry = header.entries.get(tag);
  if (entry === undefined) return undefined;
  if (entry.type !== entryType.bin) throw wrongType(entry, 'bytes');
  return header.store.subarray(entry.offset, entry.offset + entry.count);
}

function readItem(store: Buffer, entry: IndexEntry, index: number): number {
  switch (entry.type) {
    case entryType.char:
    case entryType.int8:
      return store.readUInt8(entry.offset + index);
    case entryType.int16:
      return store.readUInt16BE(entry.offset + index * 2);
    case entryType.int32:
      return store.readUInt32BE(entry.offset + index * 4);
    case entryType.int64:
      return checkSafe(store.readBigUInt64BE(entry.offset + index * 8), entry);
    default:
      throw wrongType(entry, 'numbers');
  }
}

function checkSafe(value: bigint, entry: IndexEntry): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw wrongType(entry, 'numbers up to 2^53 - 1');
  return Number(value);
}

function wrongType(entry: IndexEntry, wanted: string): RpmFormatError {
  const message = `read tag ${entry.tag}: found type ${entry.type}; wanted ${wanted}`;
  return new RpmFormatError('TAG_TYPE_WRONG', message, { tag: entry.tag });
}

import { padding } from './alignment.ts';
import { entryType, headerMagic, itemSizes, type HeaderValue, type HeaderValues, type Items } from './header-value.ts';

/** Magic and two lengths. */
const prefixLength = 16;
const indexEntryLength = 16;

interface StoreEntry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly sizeBytes: number;
  /** Puts the bytes where they belong: those of a hundred thousand files are held once, in the header. */
  readonly fill: (target: Buffer) => void;
}

/**
 * The bytes of a header: the region first, then the tags in ascending order, the region's trailer last in the store.
 * Values without items are left out.
 * @param regionTag 62 for a signature header, 63 for a main header
 */
export function writeHeader(values: HeaderValues, regionTag: number): Buffer {
  const { places, storeStart, storeLength, length } = planHeader(values);
  const header = Buffer.alloc(length);
  header.set(headerMagic);
  header.writeUInt32BE(places.length + 1, 8);
  header.writeUInt32BE(storeLength + indexEntryLength, 12);
  const writeIndex = (position: number, { tag, type, count }: Pick<StoreEntry, 'tag' | 'type' | 'count'>, offset: number): void => {
    for (const [index, field] of [tag, type, offset, count].entries()) header.writeInt32BE(field | 0, position + 4 * index);
  };
  const region = { tag: regionTag, type: entryType.bin, count: indexEntryLength };
  writeIndex(prefixLength, region, storeLength);
  for (const [index, { entry, offset }] of places.entries()) {
    writeIndex(prefixLength + indexEntryLength * (index + 1), entry, offset);
    entry.fill(header.subarray(storeStart + offset, storeStart + offset + entry.sizeBytes));
  }
  writeIndex(storeStart + storeLength, region, -indexEntryLength * (places.length + 1));
  return header;
}

/** Bytes of the header that `writeHeader` makes of some values: a function of their numbers and lengths only. */
export function measureHeader(values: HeaderValues): number {
  return planHeader(values).length;
}

interface HeaderPlan {
  readonly places: readonly PlacedEntry[];
  readonly storeStart: number;
  /** Without the region's trailer. */
  readonly storeLength: number;
  readonly length: number;
}

function planHeader(values: HeaderValues): HeaderPlan {
  const entries = [...values]
    .sort(([left], [right]) => left - right)
    .map(([tag, value]) => encodeValue(tag, value))
    .filter(({ count }) => count > 0);
  const places = layOut(entries);
  const last = places.at(-1);
  const storeLength = last === undefined ? 0 : last.offset + last.entry.sizeBytes;
  const storeStart = prefixLength + indexEntryLength * (entries.length + 1);
  return { places, storeStart, storeLength, length: storeStart + storeLength + indexEntryLength };
}

interface PlacedEntry {
  readonly entry: StoreEntry;
  /** From the beginning of the store. */
  readonly offset: number;
}

function layOut(entries: readonly StoreEntry[]): readonly PlacedEntry[] {
  let end = 0;
  return entries.map((entry) => {
    const offset = end + padding(end, entry.type === entryType.bin ? 1 : (itemSizes.get(entry.type) ?? 1));
    end = offset + entry.sizeBytes;
    return { entry, offset };
  });
}

function encodeValue(tag: number, value: HeaderValue): StoreEntry {
  if (value.type === 'raw') return { tag, type: value.typeNumber, count: value.count, ...encodeBytes(value.bytes) };
  const type = entryType[value.type];
  switch (value.type) {
    case 'bin':
      return { tag, type, count: value.bytes.length, ...encodeBytes(value.bytes) };
    case 'string':
      return { tag, type, count: 1, ...encodeTexts([value.value]) };
    case 'stringArray':
    case 'i18nString':
      return { tag, type, count: value.values.length, ...encodeTexts(value.values) };
    default:
      return { tag, type, count: value.values.length, ...encodeNumbers(value.values, itemSizes.get(type) ?? 1) };
  }
}

type EncodedValue = Pick<StoreEntry, 'sizeBytes' | 'fill'>;

function encodeBytes(bytes: Uint8Array): EncodedValue {
  return { sizeBytes: bytes.length, fill: (target) => { target.set(bytes); } };
}

/** Each with a zero byte behind it. */
function encodeTexts(texts: Items<string>): EncodedValue {
  let sizeBytes = 0;
  for (const text of texts) sizeBytes += Buffer.byteLength(text) + 1;
  return {
    sizeBytes,
    fill: (target) => {
      let offset = 0;
      for (const text of texts) offset += target.write(text, offset) + 1;
    },
  };
}

function encodeNumbers(values: Items<number>, size: number): EncodedValue {
  return {
    sizeBytes: values.length * size,
    fill: (target) => {
      let offset = 0;
      for (const value of values) offset = size === 8 ? target.writeBigUInt64BE(BigInt(value), offset) : target.writeUIntBE(value, offset, size);
    },
  };
}

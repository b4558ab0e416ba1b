import { padding } from './alignment.ts';
import { entryType, headerMagic, itemSizes, type HeaderValue, type HeaderValues } from './header-value.ts';

interface StoreEntry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly bytes: Uint8Array;
}

/**
 * The bytes of a header: the region first, then the tags in ascending order, the region's trailer last in the store.
 * Values without items are left out.
 * @param regionTag 62 for a signature header, 63 for a main header
 */
export function writeHeader(values: HeaderValues, regionTag: number): Buffer {
  const entries = [...values]
    .sort(([left], [right]) => left - right)
    .map(([tag, value]) => encodeValue(tag, value))
    .filter(({ count }) => count > 0);
  const { index, store } = layOut(entries);
  const regionLength = 16 * (entries.length + 1);
  const region = indexEntry({ tag: regionTag, type: entryType.bin, offset: store.length, count: 16 });
  const trailer = indexEntry({ tag: regionTag, type: entryType.bin, offset: -regionLength, count: 16 });
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(entries.length + 1, 0);
  lengths.writeUInt32BE(store.length + trailer.length, 4);
  return Buffer.concat([headerMagic, lengths, region, index, store, trailer]);
}

function layOut(entries: readonly StoreEntry[]): { readonly index: Buffer; readonly store: Buffer } {
  const index: Buffer[] = [];
  const store: Uint8Array[] = [];
  let offset = 0;
  for (const { tag, type, count, bytes } of entries) {
    const gap = new Uint8Array(padding(offset, type === entryType.bin ? 1 : (itemSizes.get(type) ?? 1)));
    offset += gap.length;
    index.push(indexEntry({ tag, type, offset, count }));
    store.push(gap, bytes);
    offset += bytes.length;
  }
  return { index: Buffer.concat(index), store: Buffer.concat(store) };
}

function encodeValue(tag: number, value: HeaderValue): StoreEntry {
  if (value.type === 'raw') return { tag, type: value.typeNumber, count: value.count, bytes: value.bytes };
  const type = entryType[value.type];
  switch (value.type) {
    case 'bin':
      return { tag, type, count: value.bytes.length, bytes: value.bytes };
    case 'string':
      return { tag, type, count: 1, bytes: Buffer.from(`${value.value}\0`) };
    case 'stringArray':
    case 'i18nString':
      return { tag, type, count: value.values.length, bytes: Buffer.from(value.values.map((text) => `${text}\0`).join('')) };
    default:
      return { tag, type, count: value.values.length, bytes: encodeNumbers(value.values, itemSizes.get(type) ?? 1) };
  }
}

function encodeNumbers(values: readonly number[], size: number): Buffer {
  const bytes = Buffer.alloc(values.length * size);
  for (const [index, value] of values.entries()) {
    if (size === 8) bytes.writeBigUInt64BE(BigInt(value), index * size);
    else bytes.writeUIntBE(value, index * size, size);
  }
  return bytes;
}

function indexEntry(entry: { readonly tag: number; readonly type: number; readonly offset: number; readonly count: number }): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32BE(entry.tag, 0);
  bytes.writeUInt32BE(entry.type, 4);
  bytes.writeInt32BE(entry.offset, 8);
  bytes.writeUInt32BE(entry.count, 12);
  return bytes;
}

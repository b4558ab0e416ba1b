import { describe, expect, it } from 'vitest';
import { readBytes, readHeader, readNumbers, readTexts, writeHeader, type HeaderValues } from '@bigpanda/rpm-format';

const region = 63;
const values: HeaderValues = new Map([
  [1116, { type: 'int32', values: [0, 0xffffffff] }],
  [1000, { type: 'string', value: 'näme' }],
  [1030, { type: 'int16', values: [0o100644] }],
  [5008, { type: 'int64', values: [2 ** 40] }],
  [1117, { type: 'stringArray', values: ['a', '', 'b'] }],
  [1004, { type: 'i18nString', values: ['summary'] }],
  [1126, { type: 'bin', bytes: Uint8Array.of(1, 2, 3) }],
  [1054, { type: 'stringArray', values: [] }],
]);

/** A header of one entry, with its index fields changed: tag, type, offset and count are words 0 to 3. */
function withEntry(word: number, value: number): Buffer {
  const bytes = writeHeader(new Map([[1000, { type: 'string', value: 'name' }]]), region);
  bytes.writeUInt32BE(value >>> 0, 32 + word * 4);
  return bytes;
}

describe('readHeader', () => {
  it('reads what writeHeader wrote, in tag order, without the empty array', () => {
    const header = readHeader(writeHeader(values, region), 0, region);
    expect([...header.entries.keys()]).toEqual([1000, 1004, 1030, 1116, 1117, 1126, 5008]);
    expect(readTexts(header, 1000)).toEqual(['näme']);
    expect(readTexts(header, 1117)).toEqual(['a', '', 'b']);
    expect(readNumbers(header, 1116)).toEqual([0, 0xffffffff]);
    expect(readNumbers(header, 1030)).toEqual([0o100644]);
    expect(readNumbers(header, 5008)).toEqual([2 ** 40]);
    expect(readBytes(header, 1126)).toEqual(Buffer.of(1, 2, 3));
    expect(readTexts(header, 1054)).toEqual([]);
  });

  it('refuses to read a tag as another type', () => {
    const header = readHeader(writeHeader(values, region), 0, region);
    for (const read of [() => readTexts(header, 1030), () => readNumbers(header, 1000), () => readBytes(header, 1000)]) {
      expect(read).toThrow(expect.objectContaining({ code: 'TAG_TYPE_WRONG' }));
    }
  });

  it.each([
    ['a type that does not exist', withEntry(1, 10), 'HEADER_ENTRY_INVALID'],
    ['two items of a single text', withEntry(3, 2), 'HEADER_ENTRY_INVALID'],
    ['no items', withEntry(3, 0), 'HEADER_ENTRY_INVALID'],
    ['an offset before the store', withEntry(2, -4), 'HEADER_ENTRY_INVALID'],
    ['an offset behind the store', withEntry(2, 0x7fffffff), 'HEADER_ENTRY_INVALID'],
    ['a text that runs into the trailer', withEntry(2, 5), 'HEADER_ENTRY_INVALID'],
    ['the region inside the region', withEntry(0, region), 'HEADER_ENTRY_INVALID'],
  ])('refuses %s', (_, bytes, code) => {
    expect(() => readHeader(bytes, 0, region)).toThrow(expect.objectContaining({ code }));
  });

  it('refuses more entries or data than rpm does, before it looks for them', () => {
    const many = writeHeader(values, region);
    many.writeUInt32BE(0x10000, 8);
    const large = writeHeader(values, region);
    large.writeUInt32BE(0x10000000, 12);
    expect(() => readHeader(many, 0, region)).toThrow(expect.objectContaining({ code: 'HEADER_TOO_LARGE' }));
    expect(() => readHeader(large, 0, region)).toThrow(expect.objectContaining({ code: 'HEADER_TOO_LARGE' }));
  });

  it('refuses a header cut anywhere, and one of the other kind', () => {
    const bytes = writeHeader(values, region);
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => readHeader(bytes.subarray(0, length), 0, region)).toThrow(expect.objectContaining({ name: 'RpmFormatError' }));
    }
    expect(() => readHeader(bytes, 0, 62)).toThrow(expect.objectContaining({ code: 'HEADER_REGION_INVALID' }));
  });

  /** A header of one entry in its region, and one behind it, as rpmsign --signfiles leaves them in signature headers. */
  function appendEntry(regionTag: number, tag: number): Buffer {
    const bytes = writeHeader(new Map([[1000, { type: 'string', value: 'name' }]]), regionTag);
    const [index, store] = [bytes.subarray(16, 48), bytes.subarray(48)];
    const entry = Buffer.alloc(16);
    for (const [word, value] of [tag, 6, store.length, 1].entries()) entry.writeUInt32BE(value, word * 4);
    const intro = Buffer.from(bytes.subarray(0, 16));
    intro.writeUInt32BE(3, 8);
    intro.writeUInt32BE(store.length + 7, 12);
    return Buffer.concat([intro, index, entry, store, Buffer.from('behind\0')]);
  }

  it('reads what stands behind the region of a signature header, and refuses it in a main header', () => {
    const header = readHeader(appendEntry(62, 1001), 0, 62);
    expect([readTexts(header, 1000), readTexts(header, 1001)]).toEqual([['name'], ['behind']]);
    expect(() => readHeader(appendEntry(63, 1001), 0, 63)).toThrow(expect.objectContaining({ code: 'HEADER_REGION_INVALID' }));
    expect(() => readHeader(appendEntry(62, 1000), 0, 62)).toThrow(expect.objectContaining({ code: 'HEADER_ENTRY_INVALID' }));
  });
});

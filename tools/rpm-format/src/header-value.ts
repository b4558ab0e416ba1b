/** Magic number, version 1 and four reserved bytes (rpm, lib/header.c). */
export const headerMagic = Uint8Array.of(0x8e, 0xad, 0xe8, 1, 0, 0, 0, 0);

/** Types of an index entry and the size of one item in bytes; strings have none (rpm, lib/header.c). */
export const entryType = { char: 1, int8: 2, int16: 3, int32: 4, int64: 5, string: 6, bin: 7, stringArray: 8, i18nString: 9 } as const;

/** Bytes of one item by type number; strings end with a NUL byte instead. */
export const itemSizes: ReadonlyMap<number, number> = new Map([[1, 1], [2, 1], [3, 2], [4, 4], [5, 8], [7, 1]]);

/** Items of an entry: an array, or what makes them whenever they are asked for, so that those of a hundred thousand files are not held. */
export interface Items<Item> extends Iterable<Item> {
  readonly length: number;
}

/** What a header is built from: unsigned numbers, texts in UTF-8, or plain bytes. */
export type HeaderValue =
  | { readonly type: 'int16' | 'int32' | 'int64'; readonly values: Items<number> }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'stringArray' | 'i18nString'; readonly values: Items<string> }
  | { readonly type: 'bin'; readonly bytes: Uint8Array }
  /** An entry as it stood in another header: items by type number, numbers big-endian, texts with their NUL bytes. */
  | { readonly type: 'raw'; readonly typeNumber: number; readonly count: number; readonly bytes: Uint8Array };

/** What is written, by tag; the order does not matter. */
export type HeaderValues = ReadonlyMap<number, HeaderValue>;

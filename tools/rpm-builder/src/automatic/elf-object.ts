import type { ScannedFile } from './scanned-file.ts';

/** Limits of what is read of one file; real ones stay far below. */
const tableBytes = 16 * 1024 * 1024;
const entryLimit = 65_536;

/** Numbers of elf(5): types of files and segments, tags of the dynamic section. */
const fileType = { executable: 2, shared: 3 } as const;
const segmentType = { load: 1, dynamic: 2, interpreter: 3 } as const;
const dynamicTag = {
  needed: 1, hash: 4, stringTable: 5, stringBytes: 10, soname: 14, debug: 21,
  gnuHash: 0x6ffffef5, definitions: 0x6ffffffc, definitionCount: 0x6ffffffd, needs: 0x6ffffffe, needCount: 0x6fffffff,
} as const;
/** The definition that names the library itself. */
const baseFlag = 1;

export interface LibraryVersion {
  readonly library: string;
  readonly version: string;
}

/** What the loader reads of a program or shared object. */
export interface ElfObject {
  readonly is64Bit: boolean;
  readonly isShared: boolean;
  /** Whether it has room for a debugger, as programs have, also those that may lie anywhere. */
  readonly isProgram: boolean;
  /** Whether it names a loader. */
  readonly hasInterpreter: boolean;
  readonly soname: string | undefined;
  readonly needed: readonly string[];
  readonly neededVersions: readonly LibraryVersion[];
  readonly definedVersions: readonly LibraryVersion[];
  readonly hasHash: boolean;
  readonly hasGnuHash: boolean;
}

/** The dynamic part of an ELF program or shared object; nothing of any other file, or of one whose tables are damaged. */
export async function readElf(file: ScannedFile): Promise<ElfObject | undefined> {
  const head = await file.readHead();
  const layout = readLayout(head);
  if (layout === undefined) return undefined;
  const segments = await readSegments(file, layout);
  const dynamic = segments.find(({ type }) => type === segmentType.dynamic);
  const base = { is64Bit: layout.is64Bit, isShared: layout.type === fileType.shared, hasInterpreter: segments.some(({ type }) => type === segmentType.interpreter) };
  const entries = dynamic === undefined ? [] : readDynamic(layout, await readTable(file, dynamic));
  const values = (tag: number) => entries.filter((entry) => entry.tag === tag).map(({ value }) => value);
  const tableAt = async (tag: number, length: number) => {
    const [address] = values(tag);
    const offset = address === undefined ? undefined : fileOffset(segments, address);
    return offset === undefined ? Buffer.alloc(0) : readTable(file, { offset, length });
  };
  const strings = await tableAt(dynamicTag.stringTable, values(dynamicTag.stringBytes)[0] ?? 0);
  const name = (offset: number) => readName(strings, offset);
  return {
    ...base,
    isProgram: values(dynamicTag.debug).length > 0,
    soname: values(dynamicTag.soname).map(name)[0],
    needed: values(dynamicTag.needed).map(name),
    neededVersions: readNeeds(layout, await tableAt(dynamicTag.needs, versionBytes(values(dynamicTag.needCount))), name),
    definedVersions: readDefinitions(layout, await tableAt(dynamicTag.definitions, versionBytes(values(dynamicTag.definitionCount))), name),
    hasHash: values(dynamicTag.hash).length > 0,
    hasGnuHash: values(dynamicTag.gnuHash).length > 0,
  };
}

interface Layout {
  readonly is64Bit: boolean;
  readonly isLittle: boolean;
  readonly type: number;
  readonly segmentOffset: number;
  readonly segmentBytes: number;
  readonly segmentCount: number;
}

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly length: number;
}

function readLayout(head: Buffer): Layout | undefined {
  if (head.length < 52 || head.readUInt32BE(0) !== 0x7f454c46) return undefined;
  const [is64Bit, isLittle] = [head[4] === 2, head[5] === 1];
  if (is64Bit && head.length < 64) return undefined;
  const numbers = numberReader(head, { is64Bit, isLittle });
  const type = numbers.half(16);
  if (type !== fileType.executable && type !== fileType.shared) return undefined;
  return {
    is64Bit,
    isLittle,
    type,
    segmentOffset: numbers.address(is64Bit ? 32 : 28),
    segmentBytes: numbers.half(is64Bit ? 54 : 42),
    segmentCount: numbers.half(is64Bit ? 56 : 44),
  };
}

async function readSegments(file: ScannedFile, layout: Layout): Promise<readonly Segment[]> {
  const { is64Bit, segmentBytes } = layout;
  if (segmentBytes < (is64Bit ? 56 : 32)) return [];
  const table = await readTable(file, { offset: layout.segmentOffset, length: segmentBytes * layout.segmentCount });
  const numbers = numberReader(table, layout);
  return Array.from({ length: Math.floor(table.length / segmentBytes) }, (_, index) => {
    const start = index * segmentBytes;
    return {
      type: numbers.word(start),
      offset: numbers.address(start + (is64Bit ? 8 : 4)),
      address: numbers.address(start + (is64Bit ? 16 : 8)),
      length: numbers.address(start + (is64Bit ? 32 : 16)),
    };
  });
}

async function readTable(file: ScannedFile, { offset, length }: { readonly offset: number; readonly length: number }): Promise<Buffer> {
  const isWithin = Number.isSafeInteger(offset) && offset >= 0 && length > 0 && offset < file.sizeBytes;
  return isWithin ? file.read(offset, Math.min(length, tableBytes, file.sizeBytes - offset)) : Buffer.alloc(0);
}

function fileOffset(segments: readonly Segment[], address: number): number | undefined {
  const segment = segments.find(({ type, address: start, length }) => type === segmentType.load && address >= start && address < start + length);
  return segment === undefined ? undefined : address - segment.address + segment.offset;
}

function readDynamic(layout: Layout, table: Buffer): readonly { readonly tag: number; readonly value: number }[] {
  const numbers = numberReader(table, layout);
  const size = layout.is64Bit ? 16 : 8;
  const entries = Array.from({ length: Math.min(entryLimit, Math.floor(table.length / size)) }, (_, index) => ({
    tag: numbers.address(index * size),
    value: numbers.address(index * size + size / 2),
  }));
  const end = entries.findIndex(({ tag }) => tag === 0);
  return end < 0 ? entries : entries.slice(0, end);
}

/** The tables of versions do not say their length: no more than so many bytes for each library. */
function versionBytes([count = 0]: readonly number[]): number {
  return count === 0 ? 0 : Math.min(tableBytes, Math.min(count, entryLimit) * 4096);
}

/** Elf_Verneed and Elf_Vernaux: the same in both classes. */
function readNeeds(layout: Layout, table: Buffer, name: (offset: number) => string): readonly LibraryVersion[] {
  const numbers = numberReader(table, layout);
  return walkChain(table, 0, (offset) => numbers.word(offset + 12)).flatMap((need) => {
    const library = name(numbers.word(need + 4));
    const parts = walkChain(table, need + numbers.word(need + 8), (offset) => numbers.word(offset + 12)).slice(0, numbers.half(need + 2));
    return parts.map((part) => ({ library, version: name(numbers.word(part + 8)) }));
  });
}

/** Elf_Verdef and Elf_Verdaux: the first definition names the library. */
function readDefinitions(layout: Layout, table: Buffer, name: (offset: number) => string): readonly LibraryVersion[] {
  const numbers = numberReader(table, layout);
  const definitions = walkChain(table, 0, (offset) => numbers.word(offset + 16)).map((offset) => ({
    isBase: (numbers.half(offset + 2) & baseFlag) !== 0,
    text: name(numbers.word(offset + numbers.word(offset + 12))),
  }));
  const library = definitions.find(({ isBase }) => isBase)?.text ?? '';
  return library === '' ? [] : definitions.filter(({ isBase }) => !isBase).map(({ text }) => ({ library, version: text }));
}

/** Offsets of entries that each say how far the next one is; a chain that leads out or backwards ends there. */
function walkChain(table: Buffer, start: number, distance: (offset: number) => number): readonly number[] {
  const offsets: number[] = [];
  for (let offset = start; offset + 16 <= table.length && offsets.length < entryLimit;) {
    offsets.push(offset);
    const step = distance(offset);
    if (step === 0) break;
    offset += step;
  }
  return offsets;
}

function readName(strings: Buffer, offset: number): string {
  if (offset >= strings.length) return '';
  const end = strings.indexOf(0, offset);
  return strings.toString('utf8', offset, end < 0 ? strings.length : end);
}

interface NumberReader {
  half(offset: number): number;
  word(offset: number): number;
  /** A number as wide as an address; one that no file reaches becomes Infinity. */
  address(offset: number): number;
}

/** Numbers outside of the buffer are 0. */
function numberReader(bytes: Buffer, { is64Bit, isLittle }: Pick<Layout, 'is64Bit' | 'isLittle'>): NumberReader {
  const holds = (offset: number, size: number) => offset >= 0 && offset + size <= bytes.length;
  const half = (offset: number) => (!holds(offset, 2) ? 0 : isLittle ? bytes.readUInt16LE(offset) : bytes.readUInt16BE(offset));
  const word = (offset: number) => (!holds(offset, 4) ? 0 : isLittle ? bytes.readUInt32LE(offset) : bytes.readUInt32BE(offset));
  const wide = (offset: number) => (!holds(offset, 8) ? 0n : isLittle ? bytes.readBigUInt64LE(offset) : bytes.readBigUInt64BE(offset));
  return { half, word, address: (offset) => (is64Bit ? Number(wide(offset)) : word(offset)) };
}

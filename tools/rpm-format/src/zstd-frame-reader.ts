import type { ByteSource } from './byte-source.ts';
import { RpmFormatError } from './rpm-format-error.ts';

/** Numbers of RFC 8878 section 3.1. */
const frameMagic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;
const blockType = { rle: 1, reserved: 3 } as const;
const blockLimit = 128 * 1024;

/**
 * Passes over frames that are meant to be skipped; says whether a frame with content follows.
 * @throws RpmFormatError `PAYLOAD_INVALID`
 */
export async function findZstdFrame(source: ByteSource): Promise<boolean> {
  while (!(await source.isAtEnd())) {
    const magic = (await source.peek(4)).length < 4 ? 0 : (await source.peek(4)).readUInt32LE(0);
    if (magic === frameMagic) return true;
    if ((magic & ~15) >>> 0 !== skippableMagic) throw invalidFrame(source.offset, 'no zstd frame begins here');
    const head = await source.take(8, () => truncatedFrame(source));
    for await (const _ of source.stream(head.readUInt32LE(4), () => truncatedFrame(source)));
  }
  return false;
}

/**
 * The bytes of the frame that comes next, block by block: Node's decompressor stops after the first frame without a word,
 * so that each needs one of its own.
 * @throws RpmFormatError `PAYLOAD_INVALID`
 */
export async function* readZstdFrame(source: ByteSource): AsyncIterable<Uint8Array> {
  const truncated = () => truncatedFrame(source);
  const intro = await source.take(5, truncated);
  const descriptor = intro.readUInt8(4);
  yield intro;
  yield* source.stream(frameHeaderRest(descriptor), truncated);
  for (;;) {
    const head = await source.take(3, truncated);
    const block = head.readUIntLE(0, 3);
    const [type, size] = [(block >> 1) & 3, block >> 3];
    if (type === blockType.reserved || size > blockLimit) throw invalidFrame(source.offset - 3, `the zstd block has type ${type} and ${size} bytes`);
    yield head;
    yield* source.stream(type === blockType.rle ? 1 : size, truncated);
    if ((block & 1) === 1) break;
  }
  if ((descriptor & 4) !== 0) yield await source.take(4, truncated);
}

/** Bytes of window descriptor, dictionary id and content size, as the descriptor's bits say. */
function frameHeaderRest(descriptor: number): number {
  const isSingleSegment = (descriptor & 32) !== 0;
  const dictionaryLength = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeLength = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  return (isSingleSegment ? 0 : 1) + dictionaryLength + sizeLength;
}

function truncatedFrame(source: ByteSource): RpmFormatError {
  return invalidFrame(source.offset, 'the zstd frame is truncated');
}

function invalidFrame(offset: number, fact: string): RpmFormatError {
  return new RpmFormatError('PAYLOAD_INVALID', `decompress a payload: ${fact}, at byte ${offset}`, { offset });
}

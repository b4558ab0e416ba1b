import { RpmFormatError } from './rpm-format-error.ts';

/** Numbers of RFC 8878 section 3.1. */
const frameMagic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;
const rleBlock = 1;

/**
 * The frames that zstd bytes consist of: Node's decompressor stops after the first one without a word.
 * Skippable frames are left out.
 * @throws RpmFormatError `PAYLOAD_INVALID`
 */
export function splitZstdFrames(bytes: Uint8Array): readonly Uint8Array[] {
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: Uint8Array[] = [];
  let start = 0;
  while (start < input.length) {
    const magic = readUnsigned(input, start, 4);
    const isSkippable = (magic & ~15) >>> 0 === skippableMagic;
    if (!isSkippable && magic !== frameMagic) throw invalidFrame(start, 'no zstd frame begins here');
    const end = isSkippable ? start + 8 + readUnsigned(input, start + 4, 4) : findFrameEnd(input, start);
    if (end > input.length) throw invalidFrame(start, 'the zstd frame is truncated');
    if (!isSkippable) frames.push(input.subarray(start, end));
    start = end;
  }
  return frames;
}

function findFrameEnd(input: Buffer, start: number): number {
  const descriptor = readUnsigned(input, start + 4, 1);
  let offset = start + 5 + frameHeaderRest(descriptor);
  for (;;) {
    const block = readUnsigned(input, offset, 3);
    const size = block >> 3;
    offset += 3 + (((block >> 1) & 3) === rleBlock ? 1 : size);
    if ((block & 1) === 1) return offset + ((descriptor & 4) === 0 ? 0 : 4);
  }
}

/** Bytes of window descriptor, dictionary id and content size, as the descriptor's bits say. */
function frameHeaderRest(descriptor: number): number {
  const isSingleSegment = (descriptor & 32) !== 0;
  const dictionaryLength = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeLength = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  return (isSingleSegment ? 0 : 1) + dictionaryLength + sizeLength;
}

function readUnsigned(input: Buffer, offset: number, length: number): number {
  if (offset + length > input.length) throw invalidFrame(offset, 'the zstd frame is truncated');
  return input.readUIntLE(offset, length);
}

function invalidFrame(offset: number, fact: string): RpmFormatError {
  return new RpmFormatError('PAYLOAD_INVALID', `decompress a payload: ${fact}, at byte ${offset}`, { offset });
}

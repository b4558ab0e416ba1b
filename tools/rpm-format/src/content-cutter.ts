/** Bounds of a piece, and how many bits of the hash must be zero at its end: pieces have 1 MiB on average. */
const minimumBytes = 512 * 1024;
const maximumBytes = 2 * 1024 * 1024;
const boundaryBits = 19;
/** Bytes that the hash depends on: each step shifts it by one bit. */
const windowBytes = 32;
/** Odd numbers with well-mixed bits (Knuth, The Art of Computer Programming, volume 3, section 6.4). */
const byteFactor = 0x9e3779b1;
const stepFactor = 0x85ebca6b;

/** Memory that `cutContent` works in. */
export function createCutBuffer(): Buffer {
  return Buffer.allocUnsafeSlow(maximumBytes);
}

/**
 * Cuts bytes where a hash of the last few of them says so: what is put in or taken out moves only the pieces it touches.
 * Pieces depend on the bytes alone, not on the chunks they come in; each is to be used before the next one is asked for.
 * @param buffer of `createCutBuffer`, for one content at a time: new memory for each would cost as much as reading it
 */
export async function* cutContent(chunks: AsyncIterable<Uint8Array>, buffer: Buffer): AsyncIterable<Uint8Array> {
  let length = 0;
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length;) {
      const part = chunk.subarray(start, start + maximumBytes - length);
      buffer.set(part, length);
      start += part.length;
      length += part.length;
      if (length < maximumBytes) continue;
      const end = findBoundary(buffer);
      yield buffer.subarray(0, end);
      buffer.copyWithin(0, end);
      length -= end;
    }
  }
  for (let start = 0; start < length;) {
    const end = start + findBoundary(buffer.subarray(start, length));
    yield buffer.subarray(start, end);
    start = end;
  }
}

function findBoundary(bytes: Uint8Array): number {
  const end = Math.min(bytes.length, maximumBytes);
  let hash = 0;
  for (let index = minimumBytes - windowBytes; index < end; index += 1) {
    hash = (Math.imul(hash, stepFactor << 1) + Math.imul((bytes[index] ?? 0) + 1, byteFactor)) | 0;
    if (index >= minimumBytes && hash >>> (32 - boundaryBits) === 0) return index + 1;
  }
  return end;
}

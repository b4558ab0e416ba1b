/** Bounds of a piece, and how many bits of the hash must be zero at its end: pieces have 2 MiB on average. */
const minimumBytes = 1024 * 1024;
const maximumBytes = 4 * 1024 * 1024;
const boundaryBits = 20;
/** Bytes that the hash depends on: each step shifts it by one bit. */
const windowBytes = 32;
/** Odd numbers with well-mixed bits (Knuth, The Art of Computer Programming, volume 3, section 6.4). */
const byteFactor = 0x9e3779b1;
const stepFactor = 0x85ebca6b;

/**
 * Cuts bytes where a hash of the last few of them says so: what is put in or taken out moves only the pieces it touches.
 * Pieces depend on the bytes alone, not on the chunks they come in.
 */
export async function* cutContent(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    length += chunk.length;
    while (length >= maximumBytes) {
      const joined = Buffer.concat(waiting);
      const end = findBoundary(joined);
      yield joined.subarray(0, end);
      waiting = [joined.subarray(end)];
      length = joined.length - end;
    }
  }
  let rest = Buffer.concat(waiting);
  while (rest.length > 0) {
    const end = findBoundary(rest);
    yield rest.subarray(0, end);
    rest = rest.subarray(end);
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

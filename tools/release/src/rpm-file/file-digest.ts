import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** The SHA-256 of a file from a byte on, 64 hex digits. */
export async function digestFile(path: string, start = 0): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(path, { start, highWaterMark: 1 << 20 })) digest.update(chunk as Uint8Array);
  return digest.digest('hex');
}

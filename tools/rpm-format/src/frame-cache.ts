import { createHash } from 'node:crypto';
import type { PayloadCompression } from './payload-codec.ts';

/** Compressed frames of earlier payloads, kept wherever the caller likes. */
export interface FrameCache {
  /** What was put under the key; undefined when there is nothing. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** Keeps bytes under a key of 64 hex digits; the same key always comes with the same bytes. */
  put(key: string, bytes: Uint8Array): Promise<void>;
}

const digestLength = 32;
/** Raised when the same content is compressed to other bytes: what an earlier version kept must not get into a package of this one. */
const frameGeneration = 2;

/** The key of a frame: what is in it, how it is compressed, and by which version of the library. */
export function frameKey(contentDigest: string, { codec, level }: PayloadCompression): string {
  return createHash('sha256').update(`frame ${frameGeneration} ${contentDigest} ${codec} ${level} ${process.versions.zstd ?? ''}`).digest('hex');
}

/** A frame from the cache; undefined when it is not there or was damaged. */
export async function recallFrame(cache: FrameCache, key: string): Promise<Uint8Array | undefined> {
  const kept = await cache.get(key);
  if (kept === undefined || kept.length < digestLength) return undefined;
  const frame = kept.subarray(digestLength);
  return Buffer.compare(sealFrame(key, frame), kept.subarray(0, digestLength)) === 0 ? frame : undefined;
}

/** Puts a frame into the cache, with a digest before it: a file that was cut short must not get into a package. */
export async function keepFrame(cache: FrameCache, key: string, frame: Uint8Array): Promise<void> {
  await cache.put(key, Buffer.concat([sealFrame(key, frame), frame]));
}

function sealFrame(key: string, frame: Uint8Array): Buffer {
  return createHash('sha256').update(key).update(frame).digest();
}

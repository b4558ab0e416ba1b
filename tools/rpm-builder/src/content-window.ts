import type { FileContent } from '@bigpanda/rpm-format';

/** Bytes of a content from an offset on, fewer where it ends. What is before them is read and forgotten. */
export async function readWindow(content: FileContent, start: number, length: number): Promise<Buffer> {
  if (content instanceof Uint8Array) return Buffer.from(content.subarray(start, start + length));
  const parts: Buffer[] = [];
  let offset = 0;
  for await (const chunk of content.read()) {
    const part = chunk.subarray(Math.max(0, start - offset), Math.max(0, start + length - offset));
    // The content may use its buffer again.
    if (part.length > 0) parts.push(Buffer.from(part));
    offset += chunk.length;
    if (offset >= start + length) break;
  }
  return Buffer.concat(parts);
}

/** Number of bytes of a content. */
export function contentBytes(content: FileContent): number {
  return content instanceof Uint8Array ? content.length : content.sizeBytes;
}

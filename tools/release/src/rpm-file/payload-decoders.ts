import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { PayloadDecoders } from '@bigpanda/rpm-format';

/** A decompressor of a library: web streams in and out. */
type WebDecoder = (input: ReadableStream<Uint8Array>) => ReadableStream<Uint8Array>;

/**
 * Decompressors for payloads with xz and lzma; none on a machine for which the library brings no program, and then such payloads are not read.
 * Its streams give 64 KiB at a time whatever a payload grows to; its other functions hold all of it.
 */
export async function loadPayloadDecoders(): Promise<PayloadDecoders> {
  try {
    const { xz, lzma } = await import('@napi-rs/lzma');
    return { xz: adapt(xz.decompressStream), lzma: adapt(lzma.decompressStream) };
  } catch {
    return {};
  }
}

function adapt(decode: WebDecoder): PayloadDecoders[string] {
  return (chunks) => decode(Readable.toWeb(Readable.from(chunks, { objectMode: false })) as ReadableStream<Uint8Array>);
}

import { readCpio, type CpioEntry } from './cpio-reader.ts';
import { readText } from './header-access.ts';
import type { Header } from './header-reader.ts';
import { listFiles } from './packaged-file.ts';
import { decompressPayload } from './payload-decompressor.ts';
import type { RpmFile } from './rpm-file.ts';
import { headerTag } from './tag.ts';

/**
 * The files in the payload of a package, in its order.
 * @param limitBytes the most that the payload may grow to when decompressed
 * @throws RpmFormatError `PAYLOAD_CODEC_UNSUPPORTED`, `PAYLOAD_INVALID`, `PAYLOAD_TOO_LARGE`, `CPIO_INVALID`
 */
export async function readPayload(file: RpmFile, limitBytes: number): Promise<readonly CpioEntry[]> {
  return readCpio(await decompressPayload(file.payload, { codec: payloadCodec(file), limitBytes }), listFiles(file.header));
}

/** Name of the payload's codec; a package without the tag has gzip (rpm, lib/psm.c). */
export function payloadCodec({ header }: { readonly header: Header }): string {
  return readText(header, headerTag.payloadCompressor) ?? 'gzip';
}

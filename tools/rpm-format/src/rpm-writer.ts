import { createHash } from 'node:crypto';
import { formatEvr } from './evr.ts';
import { sortFiles } from './file-entries.ts';
import { writeLead } from './lead.ts';
import { writeMainHeader } from './main-header.ts';
import type { PackageSpec } from './package-spec.ts';
import { checkPackageSpec } from './package-spec-check.ts';
import type { PayloadCompression } from './payload-codec.ts';
import { writePayload } from './payload-writer.ts';
import { writeSignatureHeader } from './signature-header.ts';

/** Gives a binary OpenPGP signature packet over the bytes of a main header. */
export type SignHeader = (headerBytes: Uint8Array) => Promise<Uint8Array>;

export interface WriteOptions {
  readonly compression: PayloadCompression;
  /** The package is unsigned when absent. */
  readonly signHeader?: SignHeader;
}

/** A whole RPM file. */
export interface WrittenRpm {
  /** The file's bytes, in order. */
  readonly chunks: readonly Uint8Array[];
  readonly sizeBytes: number;
  /** SHA-256 of the file, 64 hex digits. */
  readonly sha256: string;
  /** Byte offsets of the main header; `end` is where the payload begins. */
  readonly headerRange: { readonly start: number; readonly end: number };
  /** SHA-256 of the compressed payload, 64 hex digits. */
  readonly payloadDigest: string;
  /** SHA-256 of the uncompressed payload, 64 hex digits: the same whatever the codec. */
  readonly payloadContentDigest: string;
}

/**
 * Writes a version 4 binary package. The same spec, options and signature give the same bytes; nothing of the machine goes in.
 * The payload is held in memory.
 * @throws RpmFormatError `PACKAGE_INVALID`
 */
export async function writeRpm(spec: PackageSpec, options: WriteOptions): Promise<WrittenRpm> {
  checkPackageSpec(spec);
  const files = sortFiles(spec.files);
  const payload = await writePayload({ files, timeSeconds: spec.timeSeconds, compression: options.compression });
  const header = writeMainHeader({ spec, files, payload, compression: options.compression });
  const signatureHeader = writeSignatureHeader({
    headerBytes: header,
    payloadBytes: payload.sizeBytes,
    uncompressedBytes: payload.uncompressedBytes,
    signature: await options.signHeader?.(header),
  });
  const head = Buffer.concat([writeLead(`${spec.name}-${formatEvr(spec.evr)}`), signatureHeader]);
  const chunks = [head, header, ...payload.chunks];
  return {
    chunks,
    sizeBytes: head.length + header.length + payload.sizeBytes,
    sha256: hashChunks(chunks),
    headerRange: { start: head.length, end: head.length + header.length },
    payloadDigest: payload.digest,
    payloadContentDigest: payload.uncompressedDigest,
  };
}

function hashChunks(chunks: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

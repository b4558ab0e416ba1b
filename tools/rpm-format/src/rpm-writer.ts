import { createHash } from 'node:crypto';
import { formatEvr } from './evr.ts';
import { installedSize } from './file-entries.ts';
import type { FrameCache } from './frame-cache.ts';
import type { HeaderValue } from './header-value.ts';
import { leadLength, writeLead } from './lead.ts';
import { measureMainHeader, writeMainHeader } from './main-header.ts';
import { sortFiles } from './package-file.ts';
import type { PackageSpec } from './package-spec.ts';
import { checkPackageSpec } from './package-spec-check.ts';
import type { PayloadCompression } from './payload-codec.ts';
import { createMemorySpool, type PayloadSpool } from './payload-spool.ts';
import { writePayload } from './payload-writer.ts';
import { checkSourcePackage, toPackageSpec, writeSourceEntries } from './source-package.ts';
import type { SourcePackageSpec } from './source-package-spec.ts';
import { measureSignatureHeader, writeSignatureHeader } from './signature-header.ts';

/** Gives one or several binary OpenPGP signature packets over the bytes of a main header; rpm 4 sees the first one. */
export type SignHeader = (headerBytes: Uint8Array) => Promise<Uint8Array | readonly Uint8Array[]>;

export interface WriteOptions {
  readonly compression: PayloadCompression;
  /** The package is unsigned when absent. */
  readonly signHeader?: SignHeader;
  /** Frames of earlier payloads: those whose content is the same are not compressed again. Used for zstd up to level 9. */
  readonly frameCache?: FrameCache;
  /** Frames compressed at a time, 3 when absent; any number gives the same bytes. */
  readonly workers?: number;
}

export interface StreamOptions extends WriteOptions {
  /** Where the payload waits for its header; fresh for each package. */
  readonly spool: PayloadSpool;
}

/** What is known of an RPM file that was written. */
interface RpmFacts {
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

/** A whole RPM file in memory. */
export interface WrittenRpm extends RpmFacts {
  /** The file's bytes, in order. */
  readonly chunks: readonly Uint8Array[];
}

/** An RPM file whose payload is in a spool. */
export interface StreamedRpm extends RpmFacts {
  /** What stands before the payload: lead, signature header and main header. */
  readonly head: readonly Uint8Array[];
  /** The file's bytes, in order; any number of times. */
  read(): AsyncIterable<Uint8Array>;
}

/**
 * Writes a version 4 binary package. The same spec, options and signature give the same bytes; nothing of the machine goes in.
 * The compressed payload is held in memory: see `streamRpm` for large ones.
 * @throws RpmFormatError `PACKAGE_INVALID`
 */
export async function writeRpm(spec: PackageSpec, options: WriteOptions): Promise<WrittenRpm> {
  const spool = createMemorySpool();
  checkPackageSpec(spec);
  const { head, header, facts } = await assembleRpm({ spec, ownEntries: [] }, { ...options, spool });
  return { chunks: [head, header, ...spool.chunks], ...facts };
}

/**
 * Writes a version 4 source package, from which rpmbuild makes binary ones; held in memory.
 * @throws RpmFormatError `PACKAGE_INVALID`
 */
export async function writeSourceRpm(source: SourcePackageSpec, options: WriteOptions): Promise<WrittenRpm> {
  const spool = createMemorySpool();
  checkSourcePackage(source);
  const { head, header, facts } = await assembleRpm({ spec: toPackageSpec(source), ownEntries: writeSourceEntries(source) }, { ...options, spool });
  return { chunks: [head, header, ...spool.chunks], ...facts };
}

/**
 * Writes the same bytes as `writeRpm` through a spool: whatever the size of the package, a few frames of it are held at a time.
 * @throws RpmFormatError `PACKAGE_INVALID`
 */
export async function streamRpm(spec: PackageSpec, options: StreamOptions): Promise<StreamedRpm> {
  checkPackageSpec(spec);
  const { head, header, facts } = await assembleRpm({ spec, ownEntries: [] }, options);
  return { head: [head, header], read: () => listChunks([head, header], options.spool), ...facts };
}

interface AssembledRpm {
  /** Lead and signature header. */
  readonly head: Uint8Array;
  readonly header: Uint8Array;
  readonly facts: RpmFacts;
}

/** A package that was found to be one. */
interface CheckedPackage {
  /** Without the name of a source package it is one itself. */
  readonly spec: PackageSpec;
  readonly ownEntries: readonly (readonly [number, HeaderValue])[];
}

async function assembleRpm({ spec, ownEntries }: CheckedPackage, options: StreamOptions): Promise<AssembledRpm> {
  const files = sortFiles(spec.files);
  const { compression, spool, frameCache, workers } = options;
  const parts = { spec, files, compression, ownEntries };
  spool.begin?.(() => leadLength + measureSignatureHeader({ uncompressedBytes: installedSize(files) }) + measureMainHeader(parts));
  const payload = await writePayload({ files, compression, spool, frameCache, workers });
  const header = writeMainHeader({ ...parts, payload });
  const signed = (await options.signHeader?.(header)) ?? [];
  const signatureHeader = writeSignatureHeader({
    headerBytes: header,
    payloadBytes: payload.sizeBytes,
    uncompressedBytes: payload.uncompressedBytes,
    signatures: signed instanceof Uint8Array ? [signed] : signed,
  });
  const head = Buffer.concat([writeLead(`${spec.name}-${formatEvr(spec.evr)}`, spec.sourceRpm === '' ? 'source' : 'binary'), signatureHeader]);
  const facts: RpmFacts = {
    sizeBytes: head.length + header.length + payload.sizeBytes,
    sha256: await hashChunks(listChunks([head, header], spool)),
    headerRange: { start: head.length, end: head.length + header.length },
    payloadDigest: payload.digest,
    payloadContentDigest: payload.uncompressedDigest,
  };
  return { head, header, facts };
}

async function* listChunks(first: readonly Uint8Array[], spool: PayloadSpool): AsyncIterable<Uint8Array> {
  yield* first;
  yield* spool.read();
}

async function hashChunks(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

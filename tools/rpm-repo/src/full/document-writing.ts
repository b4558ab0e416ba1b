import { createHash } from 'node:crypto';
import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { frameDocument, type PackageDocument, type RepomdEntry } from '@bigpanda/rpm-format';
import { codecExtension, packBytes, type MetadataCodec } from '../metadata-codec.ts';
import { SpoolReader, type SpoolPlace } from './package-spool.ts';

/** One document that is to be written. */
export interface DocumentWriting {
  readonly folder: string;
  readonly type: PackageDocument;
  readonly codec: MetadataCodec;
  /** The pieces of every chunk, in their order, what stands side by side as one. */
  readonly chunks: readonly (readonly SpoolPlace[])[];
  readonly packageCount: number;
}

/** Writes a document chunk by chunk; it gets the name that says its digest at the end. */
export function writeDocument({ folder, type, codec, chunks, packageCount }: DocumentWriting): RepomdEntry {
  const [packedDigest, openDigest, reader] = [createHash('sha256'), createHash('sha256'), new SpoolReader()];
  const frame = frameDocument(type, packageCount);
  let [sizeBytes, openSizeBytes] = [0, 0];
  const descriptor = openSync(join(folder, `.${type}`), 'w', 0o644);
  const add = (open: Uint8Array) => {
    const packed = packBytes(open, codec);
    openDigest.update(open);
    packedDigest.update(packed);
    for (let at = 0; at < packed.length;) at += writeSync(descriptor, packed, at);
    sizeBytes += packed.length;
    openSizeBytes += open.length;
  };
  try {
    add(Buffer.from(frame.head));
    for (const places of chunks) add(reader.read(places));
    add(Buffer.from(frame.tail));
  } finally {
    closeSync(descriptor);
  }
  const sha256 = packedDigest.digest('hex');
  const name = `${sha256}-${type}.xml.${codecExtension(codec)}`;
  renameSync(join(folder, `.${type}`), join(folder, name));
  return { type, sha256, openSha256: openDigest.digest('hex'), href: `repodata/${name}`, sizeBytes, openSizeBytes };
}

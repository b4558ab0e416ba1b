import { createHash, getHashes, type Hash } from 'node:crypto';
import { readBytes, readNumber, readText } from './header-access.ts';
import type { Header } from './header-reader.ts';
import { headerTag, signatureTag } from './tag.ts';

/** Names of hash algorithms by their number in OpenPGP (RFC 9580 section 9.5). */
const algorithmNames: ReadonlyMap<number, string> = new Map([[1, 'md5'], [2, 'sha1'], [8, 'sha256'], [9, 'sha384'], [10, 'sha512'], [11, 'sha224'], [12, 'sha3-256'], [14, 'sha3-512']]);

/** A digest that a package gives of a part of itself. */
export interface RecordedDigest {
  /** What it is of: the main header, header and payload, or the payload as it stands or decompressed. */
  readonly of: 'header' | 'package' | 'payload' | 'content';
  /** Name as `createHash` takes it. */
  readonly algorithm: string;
  /** Hex digits. */
  readonly wanted: string;
}

/** Name of an algorithm by its number; undefined when it is not known here or not by this Node. */
export function findAlgorithm(number: number): string | undefined {
  const name = algorithmNames.get(number);
  return name !== undefined && getHashes().includes(name) ? name : undefined;
}

/** All digests that a package holds of itself, in versions 4 and 6. */
export function listDigests(signature: Header, header: Header): readonly RecordedDigest[] {
  const payloadAlgorithm = findAlgorithm(readNumber(header, headerTag.payloadDigestAlgorithm) ?? 8);
  const md5 = readBytes(signature, signatureTag.md5);
  const found: readonly (readonly [RecordedDigest['of'], string | undefined, string | undefined])[] = [
    ['header', 'sha3-256', readText(signature, signatureTag.sha3)],
    ['header', 'sha256', readText(signature, signatureTag.sha256)],
    ['header', 'sha1', readText(signature, signatureTag.sha1)],
    ['package', 'md5', md5 === undefined ? undefined : Buffer.from(md5).toString('hex')],
    ['payload', payloadAlgorithm, readText(header, headerTag.payloadDigest)],
    ['payload', 'sha512', readText(header, headerTag.payloadSha512)],
    ['payload', 'sha3-256', readText(header, headerTag.payloadSha3)],
    ['content', payloadAlgorithm, readText(header, headerTag.payloadDigestAlt)],
    ['content', 'sha512', readText(header, headerTag.payloadSha512Alt)],
    ['content', 'sha3-256', readText(header, headerTag.payloadSha3Alt)],
  ];
  return found.flatMap(([of, algorithm, wanted]) => (algorithm === undefined || wanted === undefined ? [] : [{ of, algorithm, wanted }]));
}

/** Computes several digests of one run of bytes. */
export class DigestTally {
  sizeBytes = 0;
  readonly #hashes: readonly { readonly recorded: RecordedDigest; readonly hash: Hash }[];

  constructor(recorded: readonly RecordedDigest[]) {
    this.#hashes = recorded.map((digest) => ({ recorded: digest, hash: createHash(digest.algorithm) }));
  }

  add(chunk: Uint8Array): void {
    this.sizeBytes += chunk.length;
    for (const { hash } of this.#hashes) hash.update(chunk);
  }

  /** What was recorded with what was found; called once. */
  finish(): readonly { readonly recorded: RecordedDigest; readonly found: string }[] {
    return this.#hashes.map(({ recorded, hash }) => ({ recorded, found: hash.digest('hex') }));
  }
}

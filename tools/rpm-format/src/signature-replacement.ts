import { itemSizes, type HeaderValue } from './header-value.ts';
import type { Header, IndexEntry } from './header-reader.ts';
import { leadLength } from './lead.ts';
import { readRpm } from './rpm-file.ts';
import { writeSignatures } from './signature-entries.ts';
import { fillSignatureHeader } from './signature-header.ts';
import { signatureTag } from './tag.ts';

/** Entries that do not stay: signatures over the header, those over header and payload of rpm 3, as rpmsign takes them away, and the room for new ones. */
const replacedTags: readonly number[] = [
  signatureTag.dsa, signatureTag.rsa, signatureTag.openpgp, signatureTag.pgp, signatureTag.gpg, signatureTag.pgp5,
  signatureTag.reserved, signatureTag.reservedSpace,
];

/** The new beginning of a package file. */
export interface ReplacedSignatures {
  /** Lead and signature header, up to where the main header begins. */
  readonly head: Uint8Array;
  /** Length of what it replaces; the same as that of `head` when there was room, so that it can be written in place. */
  readonly replacedBytes: number;
}

/**
 * Signs a package anew, or takes its signatures away; header and payload stay as they are. Where the room is too small the signature header grows,
 * with as much room for the next time as a new package has.
 * @param bytes the file, or its beginning up to at least the end of the main header
 * @param packets binary OpenPGP signatures over the main header, `readRpm(bytes).headerBytes`
 * @throws RpmFormatError `LEAD_INVALID` or a code that begins with `HEADER_`
 */
export function replaceSignatures(bytes: Uint8Array, packets: readonly Uint8Array[]): ReplacedSignatures {
  const { signature, header } = readRpm(bytes);
  const kept = [...signature.entries.values()].filter(({ tag }) => !replacedTags.includes(tag));
  const entries = new Map([...kept.map((entry) => [entry.tag, copyEntry(signature, entry)] as const), ...writeSignatures(packets)]);
  const tag = isVersion6(signature) ? signatureTag.reserved : signatureTag.reservedSpace;
  const filled = fillSignatureHeader(entries, { tag, wantedLength: signature.end - leadLength });
  return { head: Buffer.concat([bytes.subarray(0, leadLength), filled]), replacedBytes: header.start };
}

/** Version 6 has no sizes in its signature header, and allows no tags above its own room (rpm, docs/manual/format_v6.md). */
function isVersion6({ entries }: Header): boolean {
  return entries.has(signatureTag.reserved) || ![signatureTag.size, signatureTag.longSize].some((tag) => entries.has(tag));
}

function copyEntry({ store }: Header, { type, offset, count }: IndexEntry): HeaderValue {
  const size = itemSizes.get(type);
  return { type: 'raw', typeNumber: type, count, bytes: store.subarray(offset, size === undefined ? findTextsEnd(store, offset, count) : offset + count * size) };
}

function findTextsEnd(store: Buffer, offset: number, count: number): number {
  let end = offset;
  for (let number = 0; number < count; number += 1) end = store.indexOf(0, end) + 1;
  return end;
}

import { algorithmNumber, binaryDocument, hashNumber, subpacketType } from './openpgp-number.ts';

const signatureTagOldFormat = 0x88;
const twoByteLength = 1;

/** The hash function that each algorithm signs with. */
export const hashNameOf = { rsa: 'sha256', eddsaLegacy: 'sha512', ed25519: 'sha512' } as const;

/** A subpacket: its type and content. */
export type Subpacket = readonly [type: number, content: Uint8Array];

/** What a signature says of itself. */
export interface SignatureFacts {
  readonly algorithm: keyof typeof algorithmNumber;
  readonly timeSeconds: number;
  /** 40 hex digits. */
  readonly fingerprint: string;
  /** Over a binary document when absent. */
  readonly signatureType?: number;
  /** Further ones, none critical. */
  readonly subpackets?: readonly Subpacket[];
}

/** The hashed head of a version 4 signature, its subpackets in gpg's order: whoever signs with a key, the bytes are the same. */
export function writeHashedHead({ algorithm, timeSeconds, fingerprint, signatureType = binaryDocument, subpackets = [] }: SignatureFacts): Uint8Array {
  const hashed = Buffer.concat([
    writeSubpacket([subpacketType.issuerFingerprint, Buffer.concat([Uint8Array.of(4), Buffer.from(fingerprint, 'hex')])]),
    writeSubpacket([subpacketType.creationTime, uint32(timeSeconds)]),
    ...subpackets.map(writeSubpacket),
  ]);
  const kind = Uint8Array.of(4, signatureType, algorithmNumber[algorithm], hashNumber[hashNameOf[algorithm]]);
  return Buffer.concat([kind, uint16(hashed.length), hashed]);
}

/** What is hashed after the data: the head again and its length (RFC 9580 section 5.2.4); the version is the head's first byte. */
export function writeTrailer(head: Uint8Array): Uint8Array {
  return Buffer.concat([head, Uint8Array.of(head[0] ?? 0, 0xff), uint32(head.length)]);
}

export interface SignatureParts {
  readonly head: Uint8Array;
  /** 40 hex digits. */
  readonly fingerprint: string;
  readonly hash: Uint8Array;
  /** What the algorithm gave, encoded as its packet wants it. */
  readonly material: Uint8Array;
}

/** The whole packet, in the old packet format that every rpm reads, its length in as few bytes as gpg takes. */
export function writeSignaturePacket(parts: SignatureParts): Uint8Array {
  const unhashed = writeSubpacket([subpacketType.issuerKeyId, Buffer.from(parts.fingerprint.slice(-16), 'hex')]);
  const body = Buffer.concat([parts.head, uint16(unhashed.length), unhashed, parts.hash.subarray(0, 2), parts.material]);
  const length = body.length < 256 ? Uint8Array.of(signatureTagOldFormat, body.length) : Buffer.concat([Uint8Array.of(signatureTagOldFormat | twoByteLength), uint16(body.length)]);
  return Buffer.concat([length, body]);
}

/** A multiprecision integer: its length in bits, then its bytes without leading zeros (RFC 9580 section 3.2). */
export function writeMpi(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0);
  const number = start < 0 ? new Uint8Array(0) : bytes.subarray(start);
  const bits = number.length * 8 - Math.clz32(number[0] ?? 0) + 24;
  return Buffer.concat([uint16(number.length === 0 ? 0 : bits), number]);
}

function writeSubpacket([type, content]: Subpacket): Uint8Array {
  return Buffer.concat([Uint8Array.of(content.length + 1, type), content]);
}

/** An unsigned number of two bytes. */
export function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

/** An unsigned number of four bytes. */
export function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

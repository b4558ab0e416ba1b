import { algorithmNumber, binaryDocument, hashNumber, subpacketType } from './openpgp-number.ts';

const signatureTagOldFormat = 0x88;
const twoByteLength = 1;

/** What a signature says of itself. */
export interface SignatureFacts {
  readonly algorithm: keyof typeof algorithmNumber;
  readonly hashName: keyof typeof hashNumber;
  readonly timeSeconds: number;
  /** 40 hex digits. */
  readonly fingerprint: string;
}

/** The hashed head of a version 4 signature over a binary document. */
export function writeHashedHead(facts: SignatureFacts): Uint8Array {
  const hashed = Buffer.concat([
    writeSubpacket(subpacketType.creationTime, uint32(facts.timeSeconds)),
    writeSubpacket(subpacketType.issuerFingerprint, Buffer.concat([Uint8Array.of(4), Buffer.from(facts.fingerprint, 'hex')])),
  ]);
  const kind = Uint8Array.of(4, binaryDocument, algorithmNumber[facts.algorithm], hashNumber[facts.hashName]);
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

/** The whole packet, in the old packet format that every rpm reads. */
export function writeSignaturePacket(parts: SignatureParts): Uint8Array {
  const unhashed = writeSubpacket(subpacketType.issuerKeyId, Buffer.from(parts.fingerprint.slice(-16), 'hex'));
  const body = Buffer.concat([parts.head, uint16(unhashed.length), unhashed, parts.hash.subarray(0, 2), parts.material]);
  return Buffer.concat([Uint8Array.of(signatureTagOldFormat | twoByteLength), uint16(body.length), body]);
}

/** A multiprecision integer: its length in bits, then its bytes without leading zeros (RFC 9580 section 3.2). */
export function writeMpi(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0);
  const number = start < 0 ? new Uint8Array(0) : bytes.subarray(start);
  const bits = number.length * 8 - Math.clz32(number[0] ?? 0) + 24;
  return Buffer.concat([uint16(number.length === 0 ? 0 : bits), number]);
}

function writeSubpacket(type: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(content.length + 1, type), content]);
}

function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

import { binaryDocument, hashNames, rsaAlgorithms, subpacketType } from './openpgp-number.ts';
import { writeTrailer } from './signature-writer.ts';

/** The parts of a version 4 RSA signature packet. */
export interface SignaturePacket {
  readonly hashName: string;
  /** What is hashed after the signed data. */
  readonly trailer: Uint8Array;
  readonly timeSeconds: number | undefined;
  /** 40 hex digits, absent when the signer did not say. */
  readonly issuerFingerprint: string | undefined;
  /** 16 hex digits, absent when the signer did not say. */
  readonly issuerKeyId: string | undefined;
  /** First two bytes of the hash. */
  readonly hashStart: Uint8Array;
  /** The RSA number, big-endian. */
  readonly number: Uint8Array;
}

/**
 * The parts of a signature packet; a text is the reason why it cannot be read.
 * Exactly one packet must fill the bytes.
 */
export function readSignaturePacket(bytes: Uint8Array): SignaturePacket | string {
  const body = readPacketBody(bytes);
  if (typeof body === 'string') return body;
  const hashedLength = body.length < 6 ? 0 : body.readUInt16BE(4);
  const hashedEnd = 6 + hashedLength;
  if (body.length < hashedEnd + 2) return 'the signature packet is truncated';
  const unhashedEnd = hashedEnd + 2 + body.readUInt16BE(hashedEnd);
  if (body.length < unhashedEnd + 4) return 'the signature packet is truncated';
  const refusal = refuseKind(body);
  if (refusal !== undefined) return refusal;
  const hashed = readSubpackets(body.subarray(6, hashedEnd));
  const unhashed = readSubpackets(body.subarray(hashedEnd + 2, unhashedEnd));
  const number = readMpi(body.subarray(unhashedEnd + 2));
  const hashName = hashNames.get(body.readUInt8(3));
  if (hashed === undefined || unhashed === undefined || number === undefined) return 'the signature packet is malformed';
  if (hashName === undefined) return `the signature uses hash algorithm ${body.readUInt8(3)}; wanted SHA-2`;
  return {
    hashName,
    trailer: writeTrailer(body.subarray(0, hashedEnd)),
    timeSeconds: readTime(hashed.get(subpacketType.creationTime)),
    issuerFingerprint: (hashed.get(subpacketType.issuerFingerprint) ?? unhashed.get(subpacketType.issuerFingerprint))?.subarray(1).toString('hex'),
    issuerKeyId: (hashed.get(subpacketType.issuerKeyId) ?? unhashed.get(subpacketType.issuerKeyId))?.toString('hex'),
    hashStart: body.subarray(unhashedEnd, unhashedEnd + 2),
    number,
  };
}

function refuseKind(body: Buffer): string | undefined {
  const [version, type, algorithm] = [body.readUInt8(0), body.readUInt8(1), body.readUInt8(2)];
  if (version !== 4) return `the signature has version ${version}; wanted 4`;
  if (type !== binaryDocument) return `the signature has type ${type}; wanted ${binaryDocument}, over a binary document`;
  if (!rsaAlgorithms.includes(algorithm)) return `the signature uses public key algorithm ${algorithm}; wanted 1, RSA`;
  return undefined;
}

function readPacketBody(bytes: Uint8Array): Buffer | string {
  const packet = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (packet.length < 6) return 'the signature packet is truncated';
  const first = packet.readUInt8(0);
  const tag = (first & 0x40) === 0 ? (first >> 2) & 15 : first & 63;
  if ((first & 0x80) === 0 || tag !== 2) return 'the bytes are not a signature packet';
  const { start, length } = (first & 0x40) === 0 ? readOldLength(packet, first & 3) : readNewLength(packet);
  if (length === undefined) return 'the length of the signature packet is not understood';
  if (start + length !== packet.length) return `the signature packet has ${packet.length} bytes; wanted ${start + length}`;
  return packet.subarray(start);
}

interface PacketLength {
  readonly start: number;
  readonly length?: number;
}

function readOldLength(packet: Buffer, kind: number): PacketLength {
  if (kind === 0) return { start: 2, length: packet.readUInt8(1) };
  if (kind === 1) return { start: 3, length: packet.readUInt16BE(1) };
  return kind === 2 ? { start: 5, length: packet.readUInt32BE(1) } : { start: 1 };
}

function readNewLength(packet: Buffer): PacketLength {
  const first = packet.readUInt8(1);
  if (first < 192) return { start: 2, length: first };
  if (first < 224) return { start: 3, length: ((first - 192) << 8) + packet.readUInt8(2) + 192 };
  return first === 255 ? { start: 6, length: packet.readUInt32BE(2) } : { start: 2 };
}

/** Content by type, the first of each; undefined when the lengths do not add up or a critical one is unknown. */
function readSubpackets(area: Buffer): ReadonlyMap<number, Buffer> | undefined {
  const found = new Map<number, Buffer>();
  let offset = 0;
  while (offset < area.length) {
    const { start, length } = readSubpacketLength(area, offset);
    if (length === undefined || length === 0 || start + length > area.length) return undefined;
    const type = area.readUInt8(start) & 0x7f;
    if (!found.has(type)) found.set(type, area.subarray(start + 1, start + length));
    offset = start + length;
  }
  return found;
}

function readSubpacketLength(area: Buffer, offset: number): PacketLength {
  const first = area.readUInt8(offset);
  if (first < 192) return { start: offset + 1, length: first };
  if (first < 255) {
    return offset + 2 > area.length - 1 ? { start: offset } : { start: offset + 2, length: ((first - 192) << 8) + area.readUInt8(offset + 1) + 192 };
  }
  return offset + 5 > area.length ? { start: offset } : { start: offset + 5, length: area.readUInt32BE(offset + 1) };
}

function readTime(content: Buffer | undefined): number | undefined {
  return content?.length === 4 ? content.readUInt32BE(0) : undefined;
}

function readMpi(bytes: Buffer): Buffer | undefined {
  if (bytes.length < 3) return undefined;
  const length = Math.ceil(bytes.readUInt16BE(0) / 8);
  return bytes.length === 2 + length ? bytes.subarray(2) : undefined;
}

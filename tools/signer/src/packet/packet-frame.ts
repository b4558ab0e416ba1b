import { packetTag } from './openpgp-number.ts';

/** The body of the one signature packet that fills the bytes; a text is the reason why there is none. */
export function readSignatureBody(bytes: Uint8Array): Buffer | string {
  const packet = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (packet.length < 6) return 'the signature packet is truncated';
  const first = packet.readUInt8(0);
  const tag = (first & 0x40) === 0 ? (first >> 2) & 15 : first & 63;
  if ((first & 0x80) === 0 || tag !== packetTag.signature) return 'the bytes are not a signature packet';
  const { start, length } = (first & 0x40) === 0 ? readOldLength(packet, first & 3) : readNewLength(packet);
  if (length === undefined) return 'the length of the signature packet is not understood';
  if (start + length !== packet.length) return `the signature packet has ${packet.length} bytes; wanted ${start + length}`;
  return packet.subarray(start);
}

export interface Packet {
  readonly tag: number;
  readonly body: Buffer;
}

/** Packets one after the other, each with a length of the newer kind, as openpgp writes them; `undefined` for any other bytes. */
export function readPackets(bytes: Buffer): readonly Packet[] | undefined {
  const packets: Packet[] = [];
  for (let rest = bytes; rest.length > 0;) {
    const first = rest.readUInt8(0);
    const { start, length } = (first & 0xc0) === 0xc0 && rest.length >= 6 ? readNewLength(rest) : { start: 0 };
    if (length === undefined || start + length > rest.length) return undefined;
    packets.push({ tag: first & 63, body: rest.subarray(start, start + length) });
    rest = rest.subarray(start + length);
  }
  return packets;
}

/** A packet as `readPackets` reads it, with the shortest length (RFC 9580 section 4.2.1). */
export function writePacket({ tag, body }: Packet): Buffer {
  const { length } = body;
  const lengthBytes = length < 192 ? [length] : length < 8384 ? [((length - 192) >> 8) + 192, (length - 192) & 0xff] : [255, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff];
  return Buffer.concat([Uint8Array.of(0xc0 | tag, ...lengthBytes), body]);
}

/** Where a content begins and how long it is; the length is absent where it cannot be read. */
export interface ContentLength {
  readonly start: number;
  readonly length?: number;
}

function readOldLength(packet: Buffer, kind: number): ContentLength {
  if (kind === 0) return { start: 2, length: packet.readUInt8(1) };
  if (kind === 1) return { start: 3, length: packet.readUInt16BE(1) };
  return kind === 2 ? { start: 5, length: packet.readUInt32BE(1) } : { start: 1 };
}

function readNewLength(packet: Buffer): ContentLength {
  const first = packet.readUInt8(1);
  if (first < 192) return { start: 2, length: first };
  if (first < 224) return { start: 3, length: ((first - 192) << 8) + packet.readUInt8(2) + 192 };
  return first === 255 ? { start: 6, length: packet.readUInt32BE(2) } : { start: 2 };
}

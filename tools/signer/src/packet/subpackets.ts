import type { ContentLength } from './packet-frame.ts';
import { subpacketType } from './openpgp-number.ts';

const criticalBit = 0x80;
const understood: readonly number[] = Object.values(subpacketType);

/** Content by type, the first of each; undefined when the lengths do not add up or a critical one is not understood. */
export function readSubpackets(area: Buffer): ReadonlyMap<number, Buffer> | undefined {
  const found = new Map<number, Buffer>();
  let offset = 0;
  while (offset < area.length) {
    const { start, length } = readSubpacketLength(area, offset);
    if (length === undefined || length === 0 || start + length > area.length) return undefined;
    const byte = area.readUInt8(start);
    const type = byte & ~criticalBit;
    if (byte !== type && !understood.includes(type)) return undefined;
    if (!found.has(type)) found.set(type, area.subarray(start + 1, start + length));
    offset = start + length;
  }
  return found;
}

function readSubpacketLength(area: Buffer, offset: number): ContentLength {
  const first = area.readUInt8(offset);
  if (first < 192) return { start: offset + 1, length: first };
  if (first < 255) {
    return offset + 2 > area.length - 1 ? { start: offset } : { start: offset + 2, length: ((first - 192) << 8) + area.readUInt8(offset + 1) + 192 };
  }
  return offset + 5 > area.length ? { start: offset } : { start: offset + 5, length: area.readUInt32BE(offset + 1) };
}

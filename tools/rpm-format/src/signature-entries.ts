import { readBytes, readTexts } from './header-access.ts';
import type { Header } from './header-reader.ts';
import type { HeaderValue } from './header-value.ts';
import { signatureTag } from './tag.ts';

/** Public key algorithms whose signatures stand in the tag for DSA: DSA, ECDSA, EdDSA, Ed25519 and Ed448 (RFC 9580 section 9.1). */
const dsaAlgorithms: readonly number[] = [17, 19, 22, 27, 28];

/** One OpenPGP signature over the main header, and the tag it stood in. */
export interface HeaderSignature {
  readonly tag: number;
  readonly packet: Uint8Array;
}

/**
 * The entries for some signatures: the first one where rpm 4 looks for it by its algorithm;
 * when there are several, all of them in the list that rpm 6 reads and rpm 4 passes over.
 */
export function writeSignatures(packets: readonly Uint8Array[]): readonly (readonly [number, HeaderValue])[] {
  const [first] = packets;
  if (first === undefined) return [];
  const tag = dsaAlgorithms.includes(readAlgorithm(first) ?? 0) ? signatureTag.dsa : signatureTag.rsa;
  const list = packets.map((packet) => Buffer.from(packet).toString('base64'));
  return [
    [tag, { type: 'bin', bytes: first }],
    ...(packets.length > 1 ? [[signatureTag.openpgp, { type: 'stringArray', values: list }] as const] : []),
  ];
}

/** All signatures over the main header, each once: those where rpm 4 looks first, then the list of rpm 6. */
export function readSignatures(signatureHeader: Header): readonly HeaderSignature[] {
  const legacy = [signatureTag.rsa, signatureTag.dsa].flatMap((tag) => {
    const packet = readBytes(signatureHeader, tag);
    return packet === undefined ? [] : [{ tag, packet }];
  });
  const listed = readTexts(signatureHeader, signatureTag.openpgp).map((text) => ({ tag: signatureTag.openpgp, packet: Buffer.from(text, 'base64') }));
  const isKnown = ({ packet }: HeaderSignature) => legacy.some((other) => Buffer.compare(other.packet, packet) === 0);
  return [...legacy, ...listed.filter((signature) => !isKnown(signature))];
}

/** Public key algorithm of a signature packet of version 3, 4 or 6 (RFC 9580 sections 4.2 and 5.2); undefined for anything else. */
function readAlgorithm(packet: Uint8Array): number | undefined {
  const bodyStart = findBody(packet);
  const version = packet[bodyStart];
  if (version === 3) return packet[bodyStart + 15];
  return version === 4 || version === 6 ? packet[bodyStart + 2] : undefined;
}

function findBody(packet: Uint8Array): number {
  const [first = 0, second = 0] = packet;
  if ((first & 0x40) === 0) return 1 + ([1, 2, 4][first & 3] ?? 0);
  if (second < 192) return 2;
  return second === 255 ? 6 : 3;
}

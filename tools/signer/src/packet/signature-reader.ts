import { binaryDocument, hashNames, signingAlgorithms, subpacketType, type SigningAlgorithm } from './openpgp-number.ts';
import { readSignatureBody } from './packet-frame.ts';
import { writeTrailer } from './signature-writer.ts';
import { readSubpackets } from './subpackets.ts';

/** The parts of a signature packet of version 4 or 6. */
export interface SignaturePacket {
  readonly algorithm: SigningAlgorithm;
  readonly hashName: string;
  /** What is hashed before the signed data: the salt of version 6, nothing in version 4. */
  readonly salt: Uint8Array;
  /** What is hashed after the signed data. */
  readonly trailer: Uint8Array;
  readonly timeSeconds: number | undefined;
  /** How long after its time the signature counts, absent when for ever. */
  readonly lifetimeSeconds: number | undefined;
  /** 40 hex digits, 64 of a version 6 key; absent when the signer did not say. */
  readonly issuerFingerprint: string | undefined;
  /** 16 hex digits, absent when the signer did not say. */
  readonly issuerKeyId: string | undefined;
  /** First two bytes of the hash. No evidence, but rpm refuses a signature that has others there. */
  readonly hashStart: Buffer;
  /** The signature itself, encoded as its algorithm wants it. */
  readonly material: Buffer;
}

/**
 * The parts of a signature packet; a text is the reason why it cannot be read.
 * Exactly one packet must fill the bytes.
 */
export function readSignaturePacket(bytes: Uint8Array): SignaturePacket | string {
  const body = readSignatureBody(bytes);
  if (typeof body === 'string') return body;
  const cut = cutBody(body);
  if (cut === undefined) return 'the signature packet is truncated';
  const refusal = refuseKind(body);
  if (refusal !== undefined) return refusal;
  const [algorithm, hashName] = [signingAlgorithms.get(body.readUInt8(2)), hashNames.get(body.readUInt8(3))];
  if (algorithm === undefined) return `the signature uses public key algorithm ${body.readUInt8(2)}; wanted RSA, ECDSA or Ed25519`;
  if (hashName === undefined) return `the signature uses hash algorithm ${body.readUInt8(3)}; wanted SHA-2 or SHA-3`;
  const [hashed, unhashed] = [readSubpackets(cut.hashed), readSubpackets(cut.unhashed)];
  if (hashed === undefined || unhashed === undefined) return 'the signature packet is malformed';
  const issuer = readIssuer(body.readUInt8(0), [hashed, unhashed]);
  if (typeof issuer === 'string') return issuer;
  return {
    algorithm,
    hashName,
    salt: cut.salt,
    trailer: writeTrailer(cut.head),
    timeSeconds: readTime(hashed.get(subpacketType.creationTime)),
    lifetimeSeconds: readTime(hashed.get(subpacketType.expirationTime)) || undefined,
    ...issuer,
    hashStart: cut.hashStart,
    material: cut.material,
  };
}

/** The names of the key that made a signature; a text is the reason why they do not name one key. */
function readIssuer(version: number, areas: readonly ReadonlyMap<number, Buffer>[]): Pick<SignaturePacket, 'issuerFingerprint' | 'issuerKeyId'> | string {
  const listNames = (type: number) => [...new Set(areas.flatMap((area) => area.get(type)?.toString('hex') ?? []))];
  const [fingerprints, keyIds] = [listNames(subpacketType.issuerFingerprint), listNames(subpacketType.issuerKeyId)];
  // Only one area is signed, and programs differ in which one they find the key by.
  if (fingerprints.length > 1 || keyIds.length > 1) return 'the signature names two keys';
  if (version === 4 && keyIds.length === 0) return 'the signature has no key id, by which rpm finds the key';
  return { issuerFingerprint: fingerprints[0]?.slice(2), issuerKeyId: keyIds[0] };
}

/** The areas of a signature's body. */
export interface CutBody {
  readonly head: Buffer;
  readonly hashed: Buffer;
  readonly unhashed: Buffer;
  readonly hashStart: Buffer;
  readonly salt: Buffer;
  readonly material: Buffer;
}

/** The areas of a body of version 4 or 6; undefined when it is truncated. Version 6 has lengths of 4 bytes where version 4 has 2, and a salt (RFC 9580 section 5.2.3). */
export function cutBody(body: Buffer): CutBody | undefined {
  if (body.length < 6) return undefined;
  const width = body.readUInt8(0) === 6 ? 4 : 2;
  const hashed = cutArea(body, 4, width);
  const unhashed = hashed === undefined ? undefined : cutArea(body, hashed.end, width);
  if (hashed === undefined || unhashed === undefined) return undefined;
  const saltStart = unhashed.end + 2;
  const salt = width === 4 ? cutArea(body, saltStart, 1) : { content: Buffer.alloc(0), end: saltStart };
  if (salt === undefined || salt.end >= body.length) return undefined;
  return { head: body.subarray(0, hashed.end), hashed: hashed.content, unhashed: unhashed.content, hashStart: body.subarray(unhashed.end, saltStart), salt: salt.content, material: body.subarray(salt.end) };
}

function cutArea(body: Buffer, start: number, width: number): { readonly content: Buffer; readonly end: number } | undefined {
  if (start + width > body.length) return undefined;
  const end = start + width + body.readUIntBE(start, width);
  return end > body.length ? undefined : { content: body.subarray(start + width, end), end };
}

function refuseKind(body: Buffer): string | undefined {
  const [version, type] = [body.readUInt8(0), body.readUInt8(1)];
  if (version !== 4 && version !== 6) return `the signature has version ${version}; wanted 4 or 6`;
  if (type !== binaryDocument) return `the signature has type ${type}; wanted ${binaryDocument}, over a binary document`;
  return undefined;
}

/** A time, or a number of seconds, in a subpacket. */
export function readTime(content: Buffer | undefined): number | undefined {
  return content?.length === 4 ? content.readUInt32BE(0) : undefined;
}

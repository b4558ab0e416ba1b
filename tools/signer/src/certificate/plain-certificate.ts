import { createHash, createPrivateKey } from 'node:crypto';
import { readArmor, writeArmor } from '../packet/armor.ts';
import { algorithmNumber, hashNames, packetTag, positiveCertification, subpacketType } from '../packet/openpgp-number.ts';
import { readPackets, writePacket, type Packet } from '../packet/packet-frame.ts';
import { isSignedBy } from '../packet/signature-check.ts';
import { cutBody, readTime } from '../packet/signature-reader.ts';
import { uint16, uint32, writeTrailer } from '../packet/signature-writer.ts';
import { readSubpackets } from '../packet/subpackets.ts';
import type { CertifiedKey } from './certificate.ts';
import { describeRsaKey, type PrivateSigningKey } from './private-key.ts';
import { openRsaKey, type PublicKey } from './public-key.ts';
import { mayFlagsSign } from './key-flags.ts';

/** A certificate as `generateSigningKey` makes them with RSA: one key of version 4, one user id, one signature of the key on both. */
export interface PlainCertificate {
  readonly key: Omit<CertifiedKey, 'packet'>;
  /** Absent in a public certificate. */
  readonly privateKey?: PrivateSigningKey;
  readonly userId: string;
  /** Armored text with a newline at the end. */
  readonly publicKeyArmored: string;
}

/** Parameters of an RSA key packet in their order: of the public part, and what follows in the secret one (RFC 9580 sections 5.5.5.1). */
const publicNames = ['n', 'e'] as const;
const secretNames = ['d', 'p', 'q', 'u'] as const;
/** Version, time and algorithm. */
const keyHeadLength = 6;

/**
 * Reads a certificate that is as simple as ours are, without openpgp, which takes as long to load as a whole command;
 * `undefined` for any other, for one with a passphrase, and for one that is not sound: openpgp is asked about those.
 */
export function readPlainCertificate(armored: string): PlainCertificate | undefined {
  const packets = splitCertificate(armored);
  const parts = packets === undefined ? undefined : splitKey(packets.key);
  const publicKey = parts === undefined ? undefined : openRsaKey(parts.open);
  if (packets === undefined || parts === undefined || publicKey === undefined) return undefined;
  const { key, user, certification } = packets;
  const declaration = readDeclaration(certification.body, { publicKey, keyBody: parts.publicBody, userId: user.body });
  const privateKey = key.tag === packetTag.publicKey ? undefined : openSecret(parts);
  if (declaration === undefined || (key.tag === packetTag.secretKey) !== (privateKey !== undefined)) return undefined;
  const createdSeconds = key.body.readUInt32BE(1);
  const { lifetimeSeconds } = declaration;
  return {
    key: {
      ...publicKey,
      fingerprint: createHash('sha1').update(frameKey(parts.publicBody)).digest('hex'),
      version: 4,
      createdSeconds,
      expiresSeconds: lifetimeSeconds === undefined ? undefined : createdSeconds + lifetimeSeconds,
      revocations: [],
    },
    ...(privateKey === undefined ? {} : { privateKey }),
    userId: user.body.toString(),
    publicKeyArmored: writeArmor('PUBLIC KEY BLOCK', Buffer.concat([{ tag: packetTag.publicKey, body: parts.publicBody }, user, certification].map(writePacket))),
  };
}

function splitCertificate(armored: string): { readonly key: Packet; readonly user: Packet; readonly certification: Packet } | undefined {
  const armor = readArmor(armored);
  const [key, user, certification, ...others] = armor === undefined ? [] : readPackets(armor.packets) ?? [];
  const isPlain = user?.tag === packetTag.userId && certification?.tag === packetTag.signature && others.length === 0;
  return key !== undefined && isPlain ? { key, user, certification } : undefined;
}

interface KeyParts {
  readonly publicBody: Buffer;
  readonly open: Readonly<Record<string, Buffer>>;
  /** Behind the public part. */
  readonly secret: Buffer;
}

function splitKey({ tag, body }: Packet): KeyParts | undefined {
  if (tag !== packetTag.publicKey && tag !== packetTag.secretKey) return undefined;
  if (body.length < keyHeadLength || body.readUInt8(0) !== 4 || body.readUInt8(5) !== algorithmNumber.rsa) return undefined;
  const numbers = readNumbers(body.subarray(keyHeadLength), publicNames);
  if (numbers === undefined) return undefined;
  const end = body.length - numbers.rest.length;
  return tag === packetTag.publicKey && numbers.rest.length > 0 ? undefined : { publicBody: body.subarray(0, end), open: numbers.found, secret: numbers.rest };
}

/** Multiprecision integers by name, and what stands behind them. */
function readNumbers(bytes: Buffer, names: readonly string[]): { readonly found: Readonly<Record<string, Buffer>>; readonly rest: Buffer } | undefined {
  const found: Record<string, Buffer> = {};
  let rest = bytes;
  for (const name of names) {
    const end = rest.length < 2 ? undefined : 2 + Math.ceil(rest.readUInt16BE(0) / 8);
    if (end === undefined || end > rest.length) return undefined;
    found[name] = rest.subarray(2, end);
    rest = rest.subarray(end);
  }
  return { found, rest };
}

/** A secret that nothing protects: a zero, the numbers, and the sum of their bytes (RFC 9580 section 5.5.3). */
function openSecret({ open, secret }: KeyParts): PrivateSigningKey | undefined {
  const numbers = secret[0] === 0 ? readNumbers(secret.subarray(1), secretNames) : undefined;
  if (numbers?.rest.length !== 2) return undefined;
  const sum = secret.subarray(1, -2).reduce((total, byte) => (total + byte) & 0xffff, 0);
  const jwk = sum === numbers.rest.readUInt16BE(0) ? describeRsaKey(open, numbers.found) : undefined;
  try {
    return jwk === undefined ? undefined : { algorithm: 'rsa', key: createPrivateKey({ format: 'jwk', key: jwk }) };
  } catch {
    return undefined;
  }
}

interface Certified {
  readonly publicKey: PublicKey;
  readonly keyBody: Buffer;
  readonly userId: Buffer;
}

/** What the owner declares in a signature that is sound, lasts, says that the key may sign, and says nothing that is not understood. */
function readDeclaration(body: Buffer, { publicKey, keyBody, userId }: Certified): { readonly lifetimeSeconds: number | undefined } | undefined {
  const cut = cutBody(body);
  const hashed = cut === undefined ? undefined : readSubpackets(cut.hashed);
  const hashName = hashNames.get(body[3] ?? 0);
  if (cut === undefined || hashed === undefined || hashName === undefined || body[0] !== 4 || body[1] !== positiveCertification || body[2] !== algorithmNumber.rsa) return undefined;
  const isKnown = [...hashed.keys()].every((type) => declared.includes(type));
  if (!isKnown || !mayFlagsSign(hashed.get(subpacketType.keyFlags) ?? new Uint8Array(1)) || readTime(hashed.get(subpacketType.creationTime)) === undefined) return undefined;
  const signature = { algorithm: 'rsa', hashName, salt: cut.salt, trailer: writeTrailer(cut.head), hashStart: cut.hashStart, material: cut.material } as const;
  const data = Buffer.concat([frameKey(keyBody), Uint8Array.of(0xb4), uint32(userId.length), userId]);
  return isSignedBy(publicKey, data, signature) ? { lifetimeSeconds: readTime(hashed.get(subpacketType.keyLifetime)) || undefined } : undefined;
}

/** Subpackets of a declaration that are understood here. */
const declared: readonly number[] = [subpacketType.creationTime, subpacketType.keyLifetime, subpacketType.issuerKeyId, subpacketType.preferredHashes, subpacketType.keyFlags, subpacketType.issuerFingerprint];

/** A key as signatures and fingerprints of version 4 cover it (RFC 9580 sections 5.2.4 and 5.5.4.2). */
function frameKey(body: Buffer): Buffer {
  return Buffer.concat([Uint8Array.of(0x99), uint16(body.length), body]);
}

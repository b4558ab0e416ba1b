import { subpacketType } from './openpgp-number.ts';
import { readSignatureBody } from './packet-frame.ts';
import { cutBody, readTime } from './signature-reader.ts';
import { readSubpackets } from './subpackets.ts';

/** Names that rpm shows for algorithms (RFC 9580 sections 9.1 and 9.5; rpm, rpmio/rpmpgp.c); 30 and 31 of draft-ietf-openpgp-pqc. */
const publicKeyNames: ReadonlyMap<number, string> = new Map([[1, 'RSA'], [3, 'RSA'], [17, 'DSA'], [19, 'ECDSA'], [22, 'EdDSA'], [27, 'Ed25519'], [28, 'Ed448'], [30, 'ML-DSA-65+Ed25519'], [31, 'ML-DSA-87+Ed448']]);
const hashNames: ReadonlyMap<number, string> = new Map([
  [1, 'MD5'], [2, 'SHA1'], [3, 'RIPEMD160'], [8, 'SHA256'], [9, 'SHA384'], [10, 'SHA512'], [11, 'SHA224'], [12, 'SHA3-256'], [14, 'SHA3-512'],
]);
/** A signature of version 3 has everything at fixed places (RFC 4880 section 5.2.2). */
const version3Length = 19;

/** What a signature says of itself; nothing of it is proven. */
export interface SignatureDescription {
  /** Of the packet: 3, 4 or 6. */
  readonly version: number;
  /** As rpm writes them: `RSA`, `EdDSA`; `SHA256`; a number where there is no name. */
  readonly publicKeyAlgorithm: string;
  readonly hashAlgorithm: string;
  readonly timeSeconds?: number;
  /** 16 hex digits. */
  readonly keyId?: string;
  /** 40 hex digits, 64 of a version 6 key. */
  readonly fingerprint?: string;
}

/** What a binary signature packet says of itself, of whatever algorithm; undefined for bytes that are none. */
export function describeSignature(packet: Uint8Array): SignatureDescription | undefined {
  const body = readSignatureBody(packet);
  if (typeof body === 'string') return undefined;
  const version = body.readUInt8(0);
  if (version === 3) return body.length < version3Length ? undefined : describeVersion3(body);
  const cut = version === 4 || version === 6 ? cutBody(body) : undefined;
  if (cut === undefined) return undefined;
  const [hashed, unhashed] = [readSubpackets(cut.hashed) ?? new Map<number, Buffer>(), readSubpackets(cut.unhashed) ?? new Map<number, Buffer>()];
  const find = (type: number): Buffer | undefined => hashed.get(type) ?? unhashed.get(type);
  const timeSeconds = readTime(hashed.get(subpacketType.creationTime));
  const fingerprint = find(subpacketType.issuerFingerprint)?.subarray(1).toString('hex');
  const keyId = find(subpacketType.issuerKeyId)?.toString('hex') ?? deriveKeyId(fingerprint);
  return {
    version,
    ...nameAlgorithms(body.readUInt8(2), body.readUInt8(3)),
    ...(timeSeconds === undefined ? {} : { timeSeconds }),
    ...(keyId === undefined ? {} : { keyId }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
  };
}

function describeVersion3(body: Buffer): SignatureDescription {
  return { version: 3, ...nameAlgorithms(body.readUInt8(15), body.readUInt8(16)), timeSeconds: body.readUInt32BE(3), keyId: body.toString('hex', 7, 15) };
}

function nameAlgorithms(publicKey: number, hash: number): Pick<SignatureDescription, 'publicKeyAlgorithm' | 'hashAlgorithm'> {
  return { publicKeyAlgorithm: publicKeyNames.get(publicKey) ?? `algorithm ${publicKey}`, hashAlgorithm: hashNames.get(hash) ?? `hash ${hash}` };
}

/** The key id is the end of a version 4 fingerprint and the beginning of later ones (RFC 9580 section 5.5.4). */
function deriveKeyId(fingerprint: string | undefined): string | undefined {
  return fingerprint?.length === 64 ? fingerprint.slice(0, 16) : fingerprint?.slice(-16);
}

import { SignaturePacket, type PrivateKey } from 'openpgp';
import { toPrivateKey } from '../certificate/private-key.ts';
import { signData } from '../embedded/signature.ts';
import { hashNumber, positiveCertification, subpacketType } from '../packet/openpgp-number.ts';
import { readSignatureBody } from '../packet/packet-frame.ts';
import { uint16, uint32, writeHashedHead, type Subpacket } from '../packet/signature-writer.ts';

/** Key flags: may certify, may sign data (RFC 9580 section 5.2.3.29). */
const certifyAndSign = 3;

/**
 * Lets a key declare anew what it is for and how long it lasts.
 * openpgp marks the lifetime as critical, and rpm 4.18 then refuses to import the key (rpm, rpmio/rpmpgp_internal.c, pgpPrtSubType).
 * @param key a key of version 4 with one user id and its secrets readable; it is changed
 */
export async function certifySelf(key: PrivateKey, lifetimeSeconds: number | undefined): Promise<void> {
  const privateKey = toPrivateKey(key.keyPacket);
  const [user] = key.users;
  if (privateKey === undefined || user === undefined) throw new TypeError('unreachable: keys are made with a secret and a user id');
  const fingerprint = key.getFingerprint();
  const head = writeHashedHead({
    algorithm: privateKey.algorithm,
    signatureType: positiveCertification,
    timeSeconds: key.getCreationTime().getTime() / 1000,
    fingerprint,
    subpackets: declare(lifetimeSeconds),
  });
  const signature = await signData(listCertified(key, user.userID?.userID ?? ''), { privateKey, fingerprint, head });
  user.selfCertifications = [readPacket(signature)];
}

function declare(lifetimeSeconds: number | undefined): readonly Subpacket[] {
  return [
    ...(lifetimeSeconds === undefined ? [] : [[subpacketType.keyLifetime, uint32(lifetimeSeconds)] as const]),
    [subpacketType.preferredHashes, Uint8Array.of(hashNumber.sha256, hashNumber.sha512)],
    [subpacketType.keyFlags, Uint8Array.of(certifyAndSign)],
  ];
}

/** What a certification signs: the public key and the user id, each after a mark and its length (RFC 9580 section 5.2.4). */
function listCertified(key: PrivateKey, userId: string): Uint8Array {
  const [publicKey, name] = [key.toPublic().keyPacket.write(), Buffer.from(userId)];
  return Buffer.concat([Uint8Array.of(0x99), uint16(publicKey.length), publicKey, Uint8Array.of(0xb4), uint32(name.length), name]);
}

function readPacket(signature: Uint8Array): SignaturePacket {
  const body = readSignatureBody(signature);
  if (typeof body === 'string') throw new TypeError(`unreachable: ${body}`);
  const packet = new SignaturePacket();
  packet.read(body);
  return packet;
}

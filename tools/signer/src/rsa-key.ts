import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { PublicKeyPacket, SecretKeyPacket } from 'openpgp';
import { readBigNumber, writeBigNumber } from './big-number.ts';

/** The node:crypto key of an OpenPGP RSA public key packet, or undefined when it is of another algorithm. */
export function toPublicKey(packet: PublicKeyPacket | SecretKeyPacket): KeyObject | undefined {
  const n = readParameter(packet.publicParams, 'n');
  const e = readParameter(packet.publicParams, 'e');
  if (n === undefined || e === undefined) return undefined;
  return createPublicKey({ format: 'jwk', key: { kty: 'RSA', n: encode(n), e: encode(e) } });
}

/** The node:crypto key of an unencrypted OpenPGP RSA secret key packet, or undefined when it is no such packet. */
export function toPrivateKey(packet: PublicKeyPacket | SecretKeyPacket): KeyObject | undefined {
  const secret = 'privateParams' in packet ? packet.privateParams : null;
  const [n, e] = [readParameter(packet.publicParams, 'n'), readParameter(packet.publicParams, 'e')];
  const [d, p] = [readParameter(secret, 'd'), readParameter(secret, 'p')];
  const [q, u] = [readParameter(secret, 'q'), readParameter(secret, 'u')];
  if (!n || !e || !d || !p || !q || !u) return undefined;
  return createPrivateKey({ format: 'jwk', key: { ...toJwk({ n, e, d, p, q, u }), kty: 'RSA' } });
}

interface RsaParameters {
  readonly n: Uint8Array;
  readonly e: Uint8Array;
  readonly d: Uint8Array;
  readonly p: Uint8Array;
  readonly q: Uint8Array;
  /** Inverse of p modulo q (RFC 9580 section 5.5.5.1); JWK wants the inverse of its second prime, so the primes change places. */
  readonly u: Uint8Array;
}

function toJwk(rsa: RsaParameters): JsonWebKey {
  const d = readBigNumber(rsa.d);
  return {
    n: encode(rsa.n),
    e: encode(rsa.e),
    d: encode(rsa.d),
    p: encode(rsa.q),
    q: encode(rsa.p),
    dp: encode(writeBigNumber(d % (readBigNumber(rsa.q) - 1n))),
    dq: encode(writeBigNumber(d % (readBigNumber(rsa.p) - 1n))),
    qi: encode(rsa.u),
  };
}

function readParameter(parameters: object | null, name: string): Uint8Array | undefined {
  const value: unknown = parameters === null ? undefined : Reflect.get(parameters, name);
  return value instanceof Uint8Array ? value : undefined;
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

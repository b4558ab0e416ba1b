import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { signingAlgorithms } from '../packet/openpgp-number.ts';
import { readBigNumber, writeBigNumber } from './big-number.ts';
import type { KeyPacket } from './key-packet.ts';
import { encodeJwk, readParameter } from './key-parameters.ts';

/** A private key whose signatures hold nothing random. */
export interface PrivateSigningKey {
  readonly algorithm: 'rsa' | 'eddsaLegacy' | 'ed25519';
  readonly key: KeyObject;
}

/** The node:crypto key of an unlocked RSA or Ed25519 key packet; undefined when it holds no secret or is of another algorithm. */
export function toPrivateKey(packet: KeyPacket): PrivateSigningKey | undefined {
  const secret = 'privateParams' in packet ? packet.privateParams : null;
  const algorithm = signingAlgorithms.get(packet.algorithm);
  if (secret === null || algorithm === undefined || algorithm === 'ecdsa') return undefined;
  const jwk = algorithm === 'rsa' ? describeRsaKey(packet.publicParams, secret) : readEd25519(packet.publicParams, secret);
  return jwk === undefined ? undefined : { algorithm, key: createPrivateKey({ format: 'jwk', key: jwk }) };
}

/** The key of the parameters `n` and `e`, and `d`, `p`, `q` and `u`. */
export function describeRsaKey(open: object, secret: object): JsonWebKey | undefined {
  const [n, e] = [readParameter(open, 'n'), readParameter(open, 'e')];
  const [d, p] = [readParameter(secret, 'd'), readParameter(secret, 'p')];
  const [q, u] = [readParameter(secret, 'q'), readParameter(secret, 'u')];
  return !n || !e || !d || !p || !q || !u ? undefined : { ...toJwk({ n, e, d, p, q, u }), kty: 'RSA' };
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
    n: encodeJwk(rsa.n),
    e: encodeJwk(rsa.e),
    d: encodeJwk(rsa.d),
    p: encodeJwk(rsa.q),
    q: encodeJwk(rsa.p),
    dp: encodeJwk(writeBigNumber(d % (readBigNumber(rsa.q) - 1n))),
    dq: encodeJwk(writeBigNumber(d % (readBigNumber(rsa.p) - 1n))),
    qi: encodeJwk(rsa.u),
  };
}

function readEd25519(open: object, secret: object): JsonWebKey | undefined {
  const seed = readParameter(secret, 'seed');
  const point = readParameter(open, 'A') ?? readParameter(open, 'Q')?.subarray(1);
  return seed?.length === 32 && point?.length === 32 ? { kty: 'OKP', crv: 'Ed25519', d: encodeJwk(seed), x: encodeJwk(point) } : undefined;
}

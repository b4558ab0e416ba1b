import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { signingAlgorithms, type SigningAlgorithm } from '../packet/openpgp-number.ts';
import type { KeyPacket } from './key-packet.ts';
import { encodeJwk, readCurve, readParameter } from './key-parameters.ts';

/** RSA keys below this are left out: 1,024 bits can be broken. */
const leastRsaBits = 2048;

/** Curves of ECDSA as openpgp calls them, as JSON Web Keys call them, and the length of a coordinate. */
const curves: ReadonlyMap<string, { readonly name: string; readonly bytes: number }> = new Map([
  ['nistP256', { name: 'P-256', bytes: 32 }],
  ['nistP384', { name: 'P-384', bytes: 48 }],
  ['nistP521', { name: 'P-521', bytes: 66 }],
]);

/** A public key that signatures can be checked with. */
export interface PublicKey {
  readonly algorithm: SigningAlgorithm;
  readonly key: KeyObject;
  /** Length of one number of a signature: the modulus of RSA, a coordinate of ECDSA, 32 of Ed25519. */
  readonly numberBytes: number;
}

/** The node:crypto key of an OpenPGP key packet: RSA, Ed25519, ECDSA on a NIST curve; undefined for any other, and for weak RSA. */
export function toPublicKey(packet: KeyPacket): PublicKey | undefined {
  const algorithm = signingAlgorithms.get(packet.algorithm);
  switch (algorithm) {
    case 'rsa':
      return openRsaKey(packet.publicParams);
    case 'ecdsa':
      return readEcdsa(packet);
    case 'eddsaLegacy':
      return readEd25519(readLegacyPoint(packet), algorithm);
    case 'ed25519':
      return readEd25519(readParameter(packet.publicParams, 'A'), algorithm);
    default:
      return undefined;
  }
}

/** The key of the parameters `n` and `e`; undefined for weak RSA. */
export function openRsaKey(parameters: object): PublicKey | undefined {
  const [n, e] = [readParameter(parameters, 'n'), readParameter(parameters, 'e')];
  if (n === undefined || e === undefined) return undefined;
  const key = createKey({ kty: 'RSA', n: encodeJwk(n), e: encodeJwk(e) });
  const bits = key?.asymmetricKeyDetails?.modulusLength ?? 0;
  return key === undefined || bits < leastRsaBits ? undefined : { algorithm: 'rsa', key, numberBytes: Math.ceil(bits / 8) };
}

/** The point is uncompressed: 4, then both coordinates (RFC 9580 section 11.2.1). */
function readEcdsa(packet: KeyPacket): PublicKey | undefined {
  const curve = curves.get(readCurve(packet) ?? '');
  const point = readParameter(packet.publicParams, 'Q');
  if (curve === undefined || point?.length !== 1 + 2 * curve.bytes || point[0] !== 4) return undefined;
  const [x, y] = [point.subarray(1, 1 + curve.bytes), point.subarray(1 + curve.bytes)];
  const key = createKey({ kty: 'EC', crv: curve.name, x: encodeJwk(x), y: encodeJwk(y) });
  return key === undefined ? undefined : { algorithm: 'ecdsa', key, numberBytes: curve.bytes };
}

/** The point has the prefix 0x40 (RFC 9580 section 11.2.2). */
function readLegacyPoint(packet: KeyPacket): Uint8Array | undefined {
  const point = readCurve(packet) === 'ed25519Legacy' ? readParameter(packet.publicParams, 'Q') : undefined;
  return point?.[0] === 0x40 ? point.subarray(1) : undefined;
}

function readEd25519(point: Uint8Array | undefined, algorithm: SigningAlgorithm): PublicKey | undefined {
  if (point?.length !== 32) return undefined;
  const key = createKey({ kty: 'OKP', crv: 'Ed25519', x: encodeJwk(point) });
  return key === undefined ? undefined : { algorithm, key, numberBytes: 32 };
}

/** Numbers that are no key, such as a point beside the curve, give none. */
function createKey(key: JsonWebKey): KeyObject | undefined {
  try {
    return createPublicKey({ format: 'jwk', key });
  } catch {
    return undefined;
  }
}

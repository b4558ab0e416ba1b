/** Signature types of RFC 9580 section 5.2.1: over data, and over a key and its owner's name, by the owner. */
export const binaryDocument = 0;
export const positiveCertification = 0x13;

/** How a key signs; both numbers of RSA are one here. */
export type SigningAlgorithm = 'rsa' | 'ecdsa' | 'eddsaLegacy' | 'ed25519';

/** Public key algorithms by their number (RFC 9580 section 9.1). */
export const signingAlgorithms: ReadonlyMap<number, SigningAlgorithm> = new Map([[1, 'rsa'], [3, 'rsa'], [19, 'ecdsa'], [22, 'eddsaLegacy'], [27, 'ed25519']]);

/** Numbers that are written (RFC 9580 section 9.1). */
export const algorithmNumber = { rsa: 1, eddsaLegacy: 22, ed25519: 27 } as const;

/** Hash functions that are accepted, by their number (RFC 9580 section 9.5), as node:crypto calls them. */
export const hashNames: ReadonlyMap<number, string> = new Map([
  [8, 'sha256'], [9, 'sha384'], [10, 'sha512'], [11, 'sha224'], [12, 'sha3-256'], [14, 'sha3-512'],
]);

/** Hash functions that are written (RFC 9580 section 9.5). */
export const hashNumber = { sha256: 8, sha512: 10 } as const;

/** Signature subpackets of RFC 9580 section 5.2.3.7. */
export const subpacketType = {
  creationTime: 2, expirationTime: 3, keyLifetime: 9, issuerKeyId: 16, preferredHashes: 21, keyFlags: 27, signersUserId: 28, issuerFingerprint: 33,
} as const;

/** Packets (RFC 9580 section 5). */
export const packetTag = { signature: 2, secretKey: 5, publicKey: 6, userId: 13 } as const;

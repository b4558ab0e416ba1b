/** Signature type of RFC 9580 section 5.2.1. */
export const binaryDocument = 0;

/** Public key algorithms that are RSA (RFC 9580 section 9.1). */
export const rsaAlgorithms: readonly number[] = [1, 3];

/** SHA-2 by its number (RFC 9580 section 9.5), as node:crypto calls it. */
export const hashNames: ReadonlyMap<number, string> = new Map([[8, 'sha256'], [9, 'sha384'], [10, 'sha512'], [11, 'sha224']]);

/** Signature subpackets of RFC 9580 section 5.2.3.7. */
export const subpacketType = { creationTime: 2, issuerKeyId: 16, issuerFingerprint: 33 } as const;

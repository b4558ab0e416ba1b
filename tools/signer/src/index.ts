export type { Environment } from './environment.ts';
export { openKey, openOrCreateKey, type NewKey, type OpenKeyChoice } from './key-store/key-file.ts';
export { keyAlgorithms, type KeyAlgorithm, type KeyParameters } from './key-store/key-generation.ts';
export { keyFilePath, type KeyChoice } from './key-store/key-place.ts';
export { readPassphrase, type PassphraseSource } from './key-store/passphrase.ts';
export { armorSignature, dearmorSignature } from './packet/armor.ts';
export type { SigningAlgorithm } from './packet/openpgp-number.ts';
export type { Signer, SignatureVerdict, Verifier } from './signer.ts';
export { createVerifier, type VerifierOptions } from './verifier.ts';

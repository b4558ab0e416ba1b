export { armorSignature, dearmorSignature } from './armor.ts';
export { createVerifier } from './verifier.ts';
export { keyFilePath, openKey, openOrCreateKey, type Environment, type KeyChoice, type NewKey } from './key-file.ts';
export type { Signer, SignatureVerdict, Verifier } from './signer.ts';

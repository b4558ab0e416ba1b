export type { CommandConfiguration } from './command/configuration.ts';
export type { EmbeddedConfiguration } from './embedded/configuration.ts';
export type { Environment } from './environment.ts';
export type { GpgConfiguration } from './gpg/configuration.ts';
export { signHeader } from './header-signatures.ts';
export { createKey, requireNoKey, type KeyWish } from './key-store/key-creation.ts';
export { describeKey, type KeyDescription } from './key-store/key-description.ts';
export { openKey, openOrCreateKey, type NewKey, type OpenKeyChoice } from './key-store/key-file.ts';
export { keyAlgorithms, type KeyAlgorithm, type KeyParameters } from './key-store/key-generation.ts';
export { keyFilePath, type KeyChoice } from './key-store/key-place.ts';
export { prepareRotation, rotateKey } from './key-store/key-rotation.ts';
export type { Keyring, PreviousKey } from './key-store/keyring.ts';
export { readKeyring } from './key-store/keyring-reader.ts';
export { parseLifetime } from './key-store/lifetime.ts';
export { promptPassphrase } from './key-store/passphrase-prompt.ts';
export { readPassphrase, type PassphraseSource } from './key-store/passphrase.ts';
export {
  joinPublicKeys, publicKeysOf, renderPublicKeyFiles, renderZypperKeyFile, type PublicKey, type PublicKeyFile, type PublicKeys,
} from './key-store/public-key-files.ts';
export { armorSignature, dearmorSignature } from './packet/armor.ts';
export type { SigningAlgorithm } from './packet/openpgp-number.ts';
export { describeSignature, type SignatureDescription } from './packet/signature-description.ts';
export { resignFiles, type ResignedFile } from './resign/file.ts';
export type { Resigning } from './resign/head.ts';
export { resignRpm, type ResignedRpm } from './resign/rpm.ts';
export { openSigners, type SigningWorld } from './signer-opening.ts';
export type { Signer, SignerSet, SignatureVerdict, Verifier } from './signer.ts';
export type { SignerConfiguration, SigningConfiguration } from './signing-configuration.ts';
export { createVerifier, type VerifierOptions } from './verifier.ts';

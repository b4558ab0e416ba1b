import type { CommandConfiguration } from './command/configuration.ts';
import type { EmbeddedConfiguration } from './embedded/configuration.ts';
import type { GpgConfiguration } from './gpg/configuration.ts';

/** Who makes signatures with one key. */
export type SignerConfiguration = EmbeddedConfiguration | GpgConfiguration | CommandConfiguration;

/** `signing` in `repo-config/repository.json`: who signs, and who signs beside. */
export type SigningConfiguration = SignerConfiguration & {
  /** Signers of further signatures, which rpm 6 reads; an embedded one without a key file is Ed25519, made on first use. */
  readonly additional?: readonly SignerConfiguration[] | undefined;
};

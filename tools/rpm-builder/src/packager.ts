import type { Signer } from '@bigpanda/signer';
import type { PackInput } from './pack-input.ts';

/** One RPM file in memory. */
export interface BuiltPackage {
  readonly name: string;
  readonly epoch: number;
  readonly version: string;
  readonly release: string;
  readonly arch: string;
  /** `<name>-<version>-<release>.<arch>.rpm`. */
  readonly fileName: string;
  /** The file's bytes, in order. */
  readonly chunks: readonly Uint8Array[];
  readonly sizeBytes: number;
  /** SHA-256 of the file, 64 hex digits. */
  readonly sha256: string;
  /** SHA-256 of the compressed payload, 64 hex digits. */
  readonly payloadDigest: string;
}

/** Turns a component into RPM packages. All packagers pass one contract suite. */
export interface Packager {
  readonly name: string;
  /**
   * The packages of a component, the main one first; unsigned without a signer.
   * @throws ReleaseError `RPM_SOURCE_MISSING`, `RPM_SOURCE_INVALID`, `RPM_DEPENDENCY_INVALID`, `RPM_CONTENT_INVALID`, `RPM_PACKAGE_INVALID`
   */
  pack(input: PackInput, signer?: Signer): Promise<readonly BuiltPackage[]>;
}

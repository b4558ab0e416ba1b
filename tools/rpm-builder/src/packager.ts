import type { RpmPackage } from '@bigpanda/release-model';
import type { FrameCache } from '@bigpanda/rpm-format';
import type { SignerSet } from '@bigpanda/signer';
import type { PackInput } from './pack-input.ts';

/** Where packages are written, who signs them, and what may be used again. Nothing of it changes a byte of a package but its signatures. */
export interface PackOptions {
  /** Absolute path of the folder for the RPM files; made when it is not there. */
  readonly folder: string;
  /** The packages are unsigned when absent. */
  readonly signers?: SignerSet | undefined;
  /** Compressed parts of earlier packages; none are kept when absent. */
  readonly frameCache?: FrameCache | undefined;
  /** Parts that are compressed at a time; 3 when absent. */
  readonly workers?: number | undefined;
  /** Ends the work with its reason; nothing is left behind then. */
  readonly signal?: AbortSignal | undefined;
}

/** Turns a component into RPM files. All packagers pass one contract suite. */
export interface Packager {
  readonly name: string;
  /**
   * The packages of a component, the main one first. Each file appears whole and replaces one of its name; all appear, or when something fails none.
   * @throws ReleaseError `RPM_SOURCE_MISSING`, `RPM_SOURCE_INVALID`, `RPM_SOURCE_CHANGED`, `RPM_SOURCE_UNREADABLE`, `RPM_DEPENDENCY_INVALID`,
   * `RPM_CONTENT_INVALID`, `RPM_PACKAGE_INVALID`, `RPM_WRITE_FAILED`
   */
  pack(input: PackInput, options: PackOptions): Promise<readonly RpmPackage[]>;
}

import type { Dependency } from './dependency.ts';

export interface ChangelogEntry {
  readonly timeSeconds: number;
  readonly author: string;
  readonly text: string;
}

/** What repository metadata say of one package: its header in plain values, with the digest and size of its file. */
export interface PackageMetadata {
  readonly name: string;
  readonly epoch: number;
  readonly version: string;
  readonly release: string;
  readonly arch: string;
  readonly summary: string;
  readonly description: string;
  readonly packager: string;
  readonly url: string;
  readonly license: string;
  readonly vendor: string;
  readonly group: string;
  readonly buildHost: string;
  /** File name of the source package; empty in a source package. */
  readonly sourceRpm: string;
  readonly buildTimeSeconds: number;
  /** Size of the .rpm file. */
  readonly sizeBytes: number;
  readonly installedSizeBytes: number;
  /** Size of the uncompressed payload. */
  readonly archiveSizeBytes: number;
  /** Byte offsets of the main header in the file; `end` is where the payload begins. */
  readonly headerRange: { readonly start: number; readonly end: number };
  /** SHA-256 of the .rpm file, 64 hex digits. */
  readonly sha256: string;
  readonly provides: readonly Dependency[];
  readonly requires: readonly Dependency[];
  readonly conflicts: readonly Dependency[];
  readonly obsoletes: readonly Dependency[];
  readonly suggests: readonly Dependency[];
  readonly enhances: readonly Dependency[];
  readonly recommends: readonly Dependency[];
  readonly supplements: readonly Dependency[];
  /** In header order. */
  readonly files: readonly { readonly path: string; readonly type: 'file' | 'dir' | 'ghost' }[];
  /** Newest first, as in the header. */
  readonly changelog: readonly ChangelogEntry[];
}

/** A built RPM file. */
export interface RpmPackage {
  readonly name: string;
  readonly epoch: number;
  readonly version: string;
  readonly release: string;
  readonly arch: string;
  /** Absolute path of the file. */
  readonly file: string;
  readonly sizeBytes: number;
  /** SHA-256 of the file, 64 hex digits. */
  readonly sha256: string;
}

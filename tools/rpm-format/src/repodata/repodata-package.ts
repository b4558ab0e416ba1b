import type { PackageMetadata } from '../package-metadata.ts';

/** A package as metadata list it: its header, and where its file is. */
export interface RepodataPackage {
  readonly metadata: PackageMetadata;
  /** Path of the file below the repository folder, without `..` parts. */
  readonly href: string;
}

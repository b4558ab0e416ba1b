import type { Dependency } from './dependency.ts';
import type { FileContent, PackageSpec } from './package-spec.ts';

/** One file of a source package. */
export interface SourceFile {
  /** Without a folder: a source package has none. */
  readonly name: string;
  readonly content: FileContent;
}

/** A source package in plain values: what rpmbuild makes the packages of a family from. */
export interface SourcePackageSpec
  extends Pick<PackageSpec, 'name' | 'evr' | 'summary' | 'description' | 'license' | 'url' | 'vendor' | 'packager' | 'vcs' | 'distUrl' | 'timeSeconds' | 'changelog'> {
  /** Architecture of the main package that is built from it: `noarch`, or the one that the spec file was read for. */
  readonly arch: string;
  readonly specFile: SourceFile;
  /** The sources that the spec file names, in its order. */
  readonly sources: readonly SourceFile[];
  /** What has to be installed where it is built. */
  readonly buildRequires?: readonly Dependency[];
  /** Where alone it can be built; anywhere when absent. */
  readonly exclusiveArchs?: readonly string[];
}

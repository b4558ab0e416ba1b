import type { HeaderValue } from './header-value.ts';
import { fileFlag } from './file-mode.ts';
import type { PackageFile, PackageSpec } from './package-spec.ts';
import { checkPackageSpec } from './package-spec-check.ts';
import { RpmFormatError } from './rpm-format-error.ts';
import type { SourceFile, SourcePackageSpec } from './source-package-spec.ts';
import { headerTag } from './tag.ts';

/** The same as a package without a source package of its own, by which rpm knows it; its files have names for paths. */
export function toPackageSpec(source: SourcePackageSpec): PackageSpec {
  const { specFile, sources, buildRequires = [], exclusiveArchs: _, ...described } = source;
  return {
    ...described,
    sourceRpm: '',
    dependencies: { requires: buildRequires },
    files: [toPackageFile(specFile, fileFlag.spec), ...sources.map((file) => toPackageFile(file, 0))],
  };
}

/**
 * Refuses what is refused of binary packages, and names with a folder in them.
 * @throws RpmFormatError `PACKAGE_INVALID`
 */
export function checkSourcePackage(source: SourcePackageSpec): void {
  const spec = toPackageSpec(source);
  const folder = spec.files.find(({ path }) => path.includes('/'));
  if (folder !== undefined) throw new RpmFormatError('PACKAGE_INVALID', `write the source package "${source.name}": the file ${JSON.stringify(folder.path)} has a slash in its name`);
  checkPackageSpec({ ...spec, sourceRpm: source.name, files: spec.files.map((file) => ({ ...file, path: `/${file.path}` })) });
}

/** What only the header of a source package says. */
export function writeSourceEntries({ arch, sources, exclusiveArchs = [] }: SourcePackageSpec): readonly (readonly [number, HeaderValue])[] {
  return [
    [headerTag.sourcePackage, { type: 'int32', values: [1] }],
    // rpmbuild lists the sources from the last to the first (rpm, build/parsePrep.c).
    [headerTag.source, { type: 'stringArray', values: sources.map(({ name }) => name).toReversed() }],
    ...(arch === 'noarch' ? [[headerTag.buildArchs, { type: 'stringArray', values: [arch] }] as const] : []),
    [headerTag.exclusiveArch, { type: 'stringArray', values: exclusiveArchs }],
  ];
}

function toPackageFile({ name, content }: SourceFile, flags: number): PackageFile {
  return { type: 'file', path: name, mode: 0o644, flags, content };
}

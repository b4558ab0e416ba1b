import type { PackageDescription, RpmDescription } from '@bigpanda/release-model';

export interface DescribedPackage {
  readonly package: PackageDescription;
  /** What to put before a path inside the package to get one inside rpm.json. */
  readonly place: string;
  readonly arch: string;
  /** SPDX expression. */
  readonly license: string;
}

/** The packages of a component: the main one, then its sub-packages. */
export function listPackages(description: RpmDescription): readonly DescribedPackage[] {
  return [
    { package: description, place: '', arch: description.arch, license: description.license },
    ...description.subpackages.map((subpackage, index) => ({
      package: subpackage,
      place: `subpackages[${index}].`,
      arch: subpackage.arch ?? description.arch,
      license: subpackage.license ?? description.license,
    })),
  ];
}

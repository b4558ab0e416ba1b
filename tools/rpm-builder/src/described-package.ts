import type { PackageDescription, RpmDescription } from '@bigpanda/release-model';

export interface DescribedPackage {
  readonly package: PackageDescription;
  /** What to put before a path inside the package to get one inside rpm.json. */
  readonly place: string;
}

/** The packages of a component: the main one, then its sub-packages. */
export function listPackages(description: RpmDescription): readonly DescribedPackage[] {
  return [
    { package: description, place: '' },
    ...description.subpackages.map((subpackage, index) => ({ package: subpackage, place: `subpackages[${index}].` })),
  ];
}

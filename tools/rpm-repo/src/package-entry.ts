import { renderFragments, type ListedPackage, type PackageFragments, type PackageMetadata } from '@bigpanda/rpm-format';
import { packageHref } from './layout.ts';

/** A package of a snapshot with its piece of each document. */
export interface PackageEntry {
  readonly listed: ListedPackage;
  readonly fragments: PackageFragments;
}

/** A package as metadata list it, from its header. */
export function toEntry(metadata: PackageMetadata): PackageEntry {
  const { name, epoch, version, release, arch, sha256, sizeBytes, buildTimeSeconds } = metadata;
  const href = packageHref(metadata);
  return { listed: { name, epoch, version, release, arch, sha256, sizeBytes, buildTimeSeconds, href }, fragments: renderFragments({ metadata, href }) };
}

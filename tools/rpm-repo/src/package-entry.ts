import { renderFragments, type ListedPackage, type PackageFragments, type PackageMetadata } from '@bigpanda/rpm-format';
import { packageHref, type StoredPackage } from './layout.ts';

/** A package of a snapshot with its piece of each document. */
export interface PackageEntry {
  readonly listed: ListedPackage;
  readonly fragments: PackageFragments;
}

/** A package as metadata list it, from its header. */
export function toEntry(metadata: PackageMetadata): PackageEntry {
  return { listed: toListed(metadata), fragments: renderFragments({ metadata, href: packageHref(metadata) }) };
}

/** As `toEntry`, with pieces that are made whenever they are asked for, so that those of many packages need no memory. */
export function toLazyEntry(known: ListedFacts, read: () => PackageMetadata): PackageEntry {
  const listed = toListed(known);
  return { listed, get fragments() { return renderFragments({ metadata: read(), href: listed.href }); } };
}

/** What a list of packages needs of each. */
type ListedFacts = StoredPackage & Omit<ListedPackage, 'href'>;

function toListed(facts: ListedFacts): ListedPackage {
  const { name, epoch, version, release, arch, sha256, sizeBytes, buildTimeSeconds } = facts;
  return { name, epoch, version, release, arch, sha256, sizeBytes, buildTimeSeconds, href: packageHref(facts) };
}

import type { RepositoryConfig } from '@bigpanda/release-model';
import type { PackageGroup } from '@bigpanda/rpm-format';
import { findEntries, findNames, type SnapshotContent } from './snapshot-content.ts';

/**
 * The configured groups with those of their packages that are there; a group without any is left out.
 * A name that ends in `*` stands for every package that begins so and is not named itself.
 */
export function chooseGroups(content: SnapshotContent, { groups = [] }: RepositoryConfig): readonly PackageGroup[] {
  if (groups.length === 0) return [];
  return groups.map((group) => ({ ...group, packages: expandNames(group.packages, content) })).filter(({ packages }) => packages.length > 0);
}

function expandNames(packages: PackageGroup['packages'], content: SnapshotContent): PackageGroup['packages'] {
  const named = new Set(packages.map(({ name }) => name));
  return packages.flatMap((one) => {
    if (!one.name.endsWith('*')) return findEntries(content, one.name).length > 0 ? [one] : [];
    return findNames(content, one.name.slice(0, -1)).filter((name) => !named.has(name)).map((name) => ({ ...one, name }));
  });
}

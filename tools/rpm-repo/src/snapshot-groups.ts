import type { RepositoryConfig } from '@bigpanda/release-model';
import type { PackageGroup } from '@bigpanda/rpm-format';
import { findEntries, type SnapshotContent } from './snapshot-content.ts';

/** The configured groups with those of their packages that are there; a group without any is left out. */
export function chooseGroups(content: SnapshotContent, { groups = [] }: RepositoryConfig): readonly PackageGroup[] {
  return groups
    .map((group) => ({ ...group, packages: group.packages.filter(({ name }) => findEntries(content, name).length > 0) }))
    .filter(({ packages }) => packages.length > 0);
}

import { compareEvr, type Dependency, type ListedPackage } from '@bigpanda/rpm-format';
import type { PackageEntry } from '../package-entry.ts';
import { findEntries, type SnapshotContent } from '../snapshot-content.ts';
import { closePackages } from './package-closure.ts';

/** What a host goes through with one package. */
export interface MatrixRow {
  readonly name: string;
  readonly arch: string;
  readonly to: ListedPackage;
  /** The published version it comes from; absent for a package that was never published before. */
  readonly from?: ListedPackage;
  /** What is installed first: the package with what it requires. */
  readonly before: readonly ListedPackage[];
  /** What is there after the upgrade. */
  readonly after: readonly ListedPackage[];
  /** What the system has to offer for both. */
  readonly outside: readonly Dependency[];
}

export interface MatrixFacts {
  /** What is to be promoted. */
  readonly source: SnapshotContent;
  /** What the channel gives out now. */
  readonly destination: SnapshotContent;
  /** How many published versions a package is upgraded from. */
  readonly versions: number;
}

/**
 * The rows of the upgrade matrix: every package whose newest version the channel does not have yet, from each of its last published versions.
 * Published is what either snapshot lists.
 */
export function planMatrix({ source, destination, versions }: MatrixFacts): readonly MatrixRow[] {
  const newest = listNewest(source);
  const changed = newest.filter(({ listed }) => !findEntries(destination, listed.name).some((each) => each.listed.sha256 === listed.sha256));
  return changed.flatMap((to) => {
    const older = findOlder(to, [source, destination]).slice(0, versions);
    return (older.length === 0 ? [undefined] : older).map((from) => planRow({ to, ...(from === undefined ? {} : { from }) }, [source, destination]));
  });
}

/** The newest of each name and architecture that can be installed. */
function listNewest({ chunks }: SnapshotContent): readonly PackageEntry[] {
  const newest = new Map<string, PackageEntry>();
  for (const entry of chunks.flatMap(({ entries }) => entries)) {
    const { name, arch } = entry.listed;
    if (arch !== 'src' && arch !== 'nosrc') newest.set(`${name}.${arch}`, entry);
  }
  return [...newest.values()];
}

/** Newest first. */
function findOlder({ listed }: PackageEntry, contents: readonly SnapshotContent[]): readonly PackageEntry[] {
  const older = contents.flatMap((content) => findEntries(content, listed.name)).filter((each) => each.listed.arch === listed.arch && compareEvr(each.listed, listed) < 0);
  const distinct = [...new Map(older.map((each) => [each.listed.sha256, each])).values()];
  return distinct.sort((left, right) => compareEvr(right.listed, left.listed));
}

function planRow({ to, from }: { readonly to: PackageEntry; readonly from?: PackageEntry }, contents: readonly SnapshotContent[]): MatrixRow {
  const [source = contents[0]] = contents;
  const { name, arch } = to.listed;
  if (from === undefined) {
    const closure = closePackages([to], contents);
    return { name, arch, to: to.listed, before: closure.packages, after: closure.packages, outside: closure.outside };
  }
  const before = closePackages([from], contents);
  // The other packages of the host are upgraded with it, as dnf upgrade does.
  const others = before.packages.filter((each) => each.name !== name).flatMap((each) => newestOf(each, source));
  const after = closePackages([to, ...others], contents);
  return { name, arch, to: to.listed, from: from.listed, before: before.packages, after: after.packages, outside: [...before.outside, ...after.outside] };
}

function newestOf({ name, arch }: ListedPackage, source: SnapshotContent | undefined): readonly PackageEntry[] {
  const last = source === undefined ? undefined : findEntries(source, name).filter((each) => each.listed.arch === arch).at(-1);
  return last === undefined ? [] : [last];
}

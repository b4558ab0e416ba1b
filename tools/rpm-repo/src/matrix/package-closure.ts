import { compareEvr, formatEvr, readRelations, satisfies, type Dependency, type ListedPackage, type PackageRelations } from '@bigpanda/rpm-format';
import type { PackageEntry } from '../package-entry.ts';
import { findProviders } from '../package-relations.ts';
import { findEntries, type SnapshotContent } from '../snapshot-content.ts';

/** Packages that belong together on a host, and what they need from elsewhere. */
export interface PackageClosure {
  /** The wanted ones first. */
  readonly packages: readonly ListedPackage[];
  /** Requirements that none of the contents answers: those of the system. */
  readonly outside: readonly Dependency[];
}

/**
 * A package with what it requires from the contents: of the packages that answer a requirement, one that is there already, else the newest
 * that fits; the older contents are asked when the newer have none. What rpm answers itself is left out.
 */
export function closePackages(wanted: readonly PackageEntry[], contents: readonly SnapshotContent[]): PackageClosure {
  const chosen = [...wanted];
  const outside = new Map<string, Dependency>();
  for (let index = 0; index < chosen.length; index += 1) {
    const entry = chosen[index];
    for (const required of entry === undefined ? [] : readRelations(entry.fragments.primary).requires) {
      if (required.name.startsWith('rpmlib(') || chosen.some((each) => provides(each, required))) continue;
      const found = required.name.startsWith('(') ? undefined : findBest(required, { chosen, contents });
      if (found === undefined) outside.set(JSON.stringify(required), required);
      else chosen.push(found);
    }
  }
  return { packages: chosen.map(({ listed }) => listed), outside: [...outside.values()] };
}

interface Search {
  readonly chosen: readonly PackageEntry[];
  readonly contents: readonly SnapshotContent[];
}

function findBest(required: Dependency, { chosen, contents }: Search): PackageEntry | undefined {
  for (const content of contents) {
    const named = findEntries(content, required.name);
    const candidates = [...named, ...findProviders(content, required.name)].filter((each) => isBinary(each) && provides(each, required) && !chosen.some(({ listed }) => listed.name === each.listed.name));
    const [best] = candidates.sort((left, right) => compareEvr(right.listed, left.listed));
    if (best !== undefined) return best;
  }
  return undefined;
}

/** Relations are read from XML; a closure asks for those of one package many times. */
const relations = new WeakMap<PackageEntry, PackageRelations>();

function provides(entry: PackageEntry, required: Dependency): boolean {
  const known = relations.get(entry) ?? readRelations(entry.fragments.primary);
  relations.set(entry, known);
  const self: Dependency = { name: entry.listed.name, operator: '=', evr: formatEvr(entry.listed) };
  return [self, ...known.provides].some((provided) => satisfies(provided, required)) || known.files.includes(required.name);
}

function isBinary({ listed }: PackageEntry): boolean {
  return listed.arch !== 'src' && listed.arch !== 'nosrc';
}

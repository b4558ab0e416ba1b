import { canonicalJson } from '@bigpanda/release-model';
import { compareEvr, formatEvr, readRelations, satisfies, type Advisory, type Dependency, type ListedPackage } from '@bigpanda/rpm-format';
import { formatNevra } from './publish-plan.ts';
import type { PackageEntry } from './package-entry.ts';
import type { SnapshotContent } from './snapshot-content.ts';

/** A package that changes its version on a host. */
export interface VersionStep {
  readonly name: string;
  readonly arch: string;
  /** EVR. */
  readonly from: string;
  readonly to: string;
}

/** A notice, by what people call it. */
export type NoticeName = Pick<Advisory, 'id' | 'title'>;

/** What moving from one snapshot to another means for a host that has the newest of everything in the first. */
export interface SnapshotDifference {
  /** What `dnf upgrade` does. */
  readonly upgraded: readonly VersionStep[];
  /** Packages that `dnf upgrade` replaces by others that obsolete them. */
  readonly replaced: readonly { readonly name: string; readonly by: string }[];
  /** What only `dnf distro-sync` does. */
  readonly downgraded: readonly VersionStep[];
  /** Names that can be installed now and could not before. */
  readonly added: readonly string[];
  /** Names that are not offered any more; they stay where they are installed. */
  readonly removed: readonly string[];
  /** NEVRAs in the second but not in the first, and the reverse: every file that differs. */
  readonly packages: { readonly added: readonly string[]; readonly removed: readonly string[] };
  /** Notices in the second that the first does not have so, and those that only the first has. */
  readonly notices: { readonly added: readonly NoticeName[]; readonly removed: readonly NoticeName[] };
}

/** Compares what two snapshots list. */
export function compareContents(before: SnapshotContent, after: SnapshotContent): SnapshotDifference {
  const [old, next] = [indexByName(before), indexByName(after)];
  const steps = [...old].flatMap(([name, entries]) => listSteps(entries, next.get(name) ?? []));
  const replaced = findReplaced(old, after);
  const isReplaced = ({ name }: VersionStep) => replaced.some((each) => each.name === name);
  return {
    upgraded: steps.filter(({ order }) => order > 0).map(({ step }) => step).filter((step) => !isReplaced(step)),
    replaced,
    downgraded: steps.filter(({ order }) => order < 0).map(({ step }) => step),
    added: [...next.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !next.has(name)),
    packages: { added: listOnly(after, before), removed: listOnly(before, after) },
    notices: { added: listChangedNotices(before.advisories, after.advisories), removed: listLostNotices(before.advisories, after.advisories) },
  };
}

/** Notices that are not among the later ones. */
export function listLostNotices(before: readonly Advisory[], after: readonly Advisory[]): readonly NoticeName[] {
  return before.filter(({ id }) => after.every((other) => other.id !== id)).map(toNoticeName);
}

function listChangedNotices(before: readonly Advisory[], after: readonly Advisory[]): readonly NoticeName[] {
  const known = new Set(before.map((notice) => canonicalJson(notice)));
  return after.filter((notice) => !known.has(canonicalJson(notice))).map(toNoticeName);
}

function toNoticeName({ id, title }: Advisory): NoticeName {
  return { id, title };
}

function indexByName({ chunks }: SnapshotContent): ReadonlyMap<string, readonly ListedPackage[]> {
  const index = new Map<string, ListedPackage[]>();
  for (const { listed } of listBinary(chunks.flatMap(({ entries }) => entries))) index.set(listed.name, [...(index.get(listed.name) ?? []), listed]);
  return index;
}

/** Source packages are never installed. */
function listBinary(entries: readonly PackageEntry[]): readonly PackageEntry[] {
  return entries.filter(({ listed }) => listed.arch !== 'src' && listed.arch !== 'nosrc');
}

/** For each architecture of a name, from its newest version to the newest that may follow it: of the same architecture, or to or from noarch. */
function listSteps(old: readonly ListedPackage[], next: readonly ListedPackage[]): readonly { readonly step: VersionStep; readonly order: number }[] {
  const arches = [...new Set(old.map(({ arch }) => arch))];
  return arches.flatMap((arch) => {
    const from = findNewest(old.filter((each) => each.arch === arch));
    const to = findNewest(next.filter((each) => each.arch === arch || each.arch === 'noarch' || arch === 'noarch'));
    if (from === undefined || to === undefined) return [];
    return [{ step: { name: from.name, arch: to.arch, from: formatEvr(from), to: formatEvr(to) }, order: compareEvr(to, from) }];
  });
}

function findReplaced(old: ReadonlyMap<string, readonly ListedPackage[]>, after: SnapshotContent): SnapshotDifference['replaced'] {
  const marker = Buffer.from('<rpm:obsoletes>');
  const obsoleting = listBinary(after.chunks.flatMap(({ entries }) => entries)).filter(({ fragments }) => Buffer.from(fragments.primary).includes(marker));
  return obsoleting.flatMap(({ listed, fragments }) => readRelations(fragments.primary).obsoletes.flatMap((obsolete) => {
    const installed = findNewest(old.get(obsolete.name) ?? []);
    return installed === undefined || installed.name === listed.name || !isObsoleted(installed, obsolete) ? [] : [{ name: installed.name, by: formatNevra(listed) }];
  }));
}

function isObsoleted(installed: ListedPackage, obsolete: Dependency): boolean {
  return satisfies({ name: installed.name, operator: '=', evr: formatEvr(installed) }, obsolete);
}

function findNewest(packages: readonly ListedPackage[]): ListedPackage | undefined {
  return [...packages].sort(compareEvr).at(-1);
}

function listOnly(these: SnapshotContent, those: SnapshotContent): readonly string[] {
  const known = new Set(those.chunks.flatMap(({ entries }) => entries.map(({ listed }) => listed.sha256)));
  return these.chunks.flatMap(({ entries }) => entries.filter(({ listed }) => !known.has(listed.sha256)).map(({ listed }) => formatNevra(listed)));
}

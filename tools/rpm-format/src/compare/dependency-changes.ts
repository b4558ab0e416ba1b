import { readDependencies } from '../dependency-reader.ts';
import { dependencyTags, type DependencyKind } from '../dependency-tags.ts';
import { formatDependency } from '../dependency-text.ts';
import type { Dependency } from '../dependency.ts';
import { formatEvr, type Evr } from '../evr.ts';
import type { Header } from '../header-reader.ts';
import { sense } from '../sense.ts';

/** What differs in one kind of dependency; every list is sorted. */
export interface DependencyChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** The same name with another version or operator. */
  readonly changed: readonly { readonly before: string; readonly after: string }[];
}

/** Which of a package's own scriptlets wants it, in the words of rpm's spec files. */
const qualifiers = ['pretrans', 'pre', 'post', 'preun', 'postun', 'posttrans', 'preuntrans', 'postuntrans', 'verify', 'meta'] as const;

interface Side {
  readonly header: Header;
  readonly evr: Evr;
}

/**
 * What differs in the dependencies of two packages, by kind; kinds in which nothing does are absent.
 * A dependency on the own version, such as `sample = 1.0-1`, differs in every release and counts as the same.
 */
export function compareDependencies(before: Side, after: Side): Readonly<Partial<Record<DependencyKind, DependencyChanges>>> {
  const kinds = Object.keys(dependencyTags) as readonly DependencyKind[];
  return Object.fromEntries(kinds.flatMap((kind) => {
    const changes = compareKind(listTexts(before, kind), listTexts(after, kind));
    return changes.added.length + changes.removed.length + changes.changed.length === 0 ? [] : [[kind, changes] as const];
  }));
}

/** Texts by the name that they have without version; the texts of the own version all look alike. */
type Texts = ReadonlyMap<string, ReadonlyMap<string, string>>;

function listTexts({ header, evr }: Side, kind: DependencyKind): Texts {
  const [own, withoutRelease] = [formatEvr(evr), formatEvr({ version: evr.version, ...(evr.epoch === undefined ? {} : { epoch: evr.epoch }) })];
  const found = new Map<string, Map<string, string>>();
  for (const dependency of readDependencies(header, kind)) {
    const key = `${dependency.name}${describeQualifiers(dependency)}`;
    const text = `${formatDependency(dependency)}${describeQualifiers(dependency)}`;
    const isOwn = dependency.evr === own || dependency.evr === withoutRelease;
    const texts = found.get(key) ?? new Map<string, string>();
    found.set(key, texts.set(isOwn ? `${dependency.operator ?? ''} own` : text, text));
  }
  return found;
}

function describeQualifiers({ sense: bits = 0 }: Dependency): string {
  const words = qualifiers.filter((word) => (bits & sense[word]) !== 0);
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function compareKind(before: Texts, after: Texts): DependencyChanges {
  const added: string[] = [];
  const removed: string[] = [];
  const changed: { before: string; after: string }[] = [];
  for (const key of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [old, fresh] = [before.get(key), after.get(key)];
    const gone = [...old ?? []].filter(([identity]) => fresh?.has(identity) !== true).map(([, text]) => text);
    const come = [...fresh ?? []].filter(([identity]) => old?.has(identity) !== true).map(([, text]) => text);
    const [first, other] = [gone[0], come[0]];
    if (gone.length === 1 && come.length === 1 && first !== undefined && other !== undefined) changed.push({ before: first, after: other });
    else {
      removed.push(...gone);
      added.push(...come);
    }
  }
  return { added, removed, changed };
}

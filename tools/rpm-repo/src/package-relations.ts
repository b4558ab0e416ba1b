import { escapeAttribute, escapeText, formatEvr, readFilePaths, readRelations, satisfies, type Dependency } from '@bigpanda/rpm-format';
import { findOwnersOf } from './content-index.ts';
import { hashOfPath, hashOfProvide } from './owner-index.ts';
import type { PackageEntry } from './package-entry.ts';
import type { IncomingMetadata, IncomingPackage } from './package-intake.ts';
import { hashPath } from './path-hash.ts';
import { findEntries, type SnapshotContent } from './snapshot-content.ts';

/** What answers requirements: a pattern with `*` for any text, or a dependency with or without a version. */
export interface Offer {
  answers(required: Dependency): boolean;
}

/** What packages that are about to come in offer. Cost: where a path is asked for that one of them may have, that of reading it. */
export function offerOfPackages(packages: readonly (Pick<IncomingPackage, 'readMetadata'> & { readonly metadata: IncomingMetadata })[]): Offer {
  const provided = Map.groupBy(packages.flatMap(({ metadata }): readonly Dependency[] => [{ name: metadata.name, operator: '=', evr: formatEvr(metadata) }, ...metadata.provides]), ({ name }) => name);
  const found = new Map<string, boolean>();
  const hasFile = (path: string) => {
    const hash = hashPath(path);
    const has = found.get(path) ?? packages.some(({ metadata, readMetadata }) => metadata.pathHashes.includes(hash) && readMetadata().files.some((file) => file.path === path));
    found.set(path, has);
    return has;
  };
  return { answers: (required) => (provided.get(required.name) ?? []).some((each) => satisfies(each, required)) || (required.name.startsWith('/') && hasFile(required.name)) };
}

/** What the system and other repositories are said to offer. */
export function offerOfBase(provides: readonly string[]): Offer {
  const plain = new Set(provides.filter((text) => !text.includes('*')));
  const patterns = provides.filter((text) => text.includes('*')).map((text) => new RegExp(`^${text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 's'));
  return { answers: ({ name }) => plain.has(name) || patterns.some((pattern) => pattern.test(name)) };
}

/** What the packages of a content offer. Cost: little where the requirement names a package, else that of a search through the metadata. */
export function offerOfContent(content: SnapshotContent): Offer {
  return {
    answers: (required) => findEntries(content, required.name).some((entry) => answersAs(entry, required)) || findMentioning(content, required.name).some((entry) => answersAs(entry, required)),
  };
}

/** Packages that may provide that name. */
export function findProviders(content: SnapshotContent, name: string): readonly PackageEntry[] {
  return findByHash(content, hashOfProvide(Buffer.from(escapeAttribute(name))));
}

/** Those of the paths that a package of another name may own a file of; where there are none, nothing has to be unpacked. */
export function listOwnedByOthers({ chunks }: SnapshotContent, name: string, paths: readonly string[]): readonly string[] {
  const owners = findOwnersOf(chunks, paths.map((path) => hashOfPath(spell(path))));
  return paths.filter((_, index) => owners[index]?.some((owner) => owner !== name) === true);
}

/** The packages, older versions among them, that own a file of that path. */
export function findOwners(content: SnapshotContent, path: string): readonly PackageEntry[] {
  const spelled = spell(path);
  return findByHash(content, hashOfPath(spelled)).filter(({ fragments }) => Buffer.from(fragments.filelists).includes(spelled) && readFilePaths(fragments.filelists).includes(path));
}

/** All versions of the packages that may have what a hash stands for. */
function findByHash(content: SnapshotContent, hash: number): readonly PackageEntry[] {
  const [names = []] = findOwnersOf(content.chunks, [hash]);
  return names.toSorted().flatMap((name) => findEntries(content, name));
}

function answersAs({ fragments }: PackageEntry, required: Dependency): boolean {
  const { provides, files } = readRelations(fragments.primary);
  return provides.some((provided) => satisfies(provided, required)) || files.includes(required.name) || (required.name.startsWith('/') && readFilePaths(fragments.filelists).includes(required.name));
}

/** Packages whose metadata may hold the name: as a path, or among what they provide. */
function findMentioning(content: SnapshotContent, name: string): readonly PackageEntry[] {
  return [...findProviders(content, name), ...(name.startsWith('/') ? findOwners(content, name) : [])];
}

/** A path as it stands in the XML. */
function spell(path: string): Buffer {
  return Buffer.from(escapeText(path));
}

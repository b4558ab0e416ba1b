import { resolve } from 'node:path';
import type { ConfigurationProblem, RepositoryConfig } from '@bigpanda/release-model';
import { compareEvr, formatDependency, formatEvr, headerTag, readNumbers, readRelations, readRpm, readTexts, satisfies, type Dependency, type PackageMetadata } from '@bigpanda/rpm-format';
import { findYankReason } from './advisory-package.ts';
import { offerOfPrimary } from './base-metadata.ts';
import type { IncomingMetadata, IncomingPackage } from './package-intake.ts';
import { hashPath } from './path-hash.ts';
import { findOwners, listOwnedByOthers, offerOfBase, offerOfContent, offerOfPackages, type Offer } from './package-relations.ts';
import { readBlob } from './pool-blob.ts';
import { formatNevra } from './publish-plan.ts';
import type { RepositoryFiles } from './repository-files.ts';
import type { PackageEntry } from './package-entry.ts';
import { findEntries, type SnapshotContent } from './snapshot-content.ts';

/** Rules that may be waived by whoever adds packages. */
export const allowances = ['downgrade', 'missing-dependency', 'file-conflict', 'size', 'yanked'] as const;
export type Allowance = (typeof allowances)[number];

/** What packages are held against. */
export interface PackageRules {
  readonly config: RepositoryConfig;
  readonly target: string;
  readonly content: SnapshotContent;
  readonly files: RepositoryFiles;
  readonly workspaceRoot: string;
  readonly allow: readonly Allowance[];
}

/** A package that can be read. */
type ReadPackage = IncomingPackage & { readonly metadata: IncomingMetadata };

const defaultLimitBytes = 1 << 30;

/** Every rule that packages break, in the order of the files, each with what would make it pass. */
export async function findRefusals(incoming: readonly IncomingPackage[], rules: PackageRules): Promise<readonly ConfigurationProblem[]> {
  const readable = incoming.filter((each): each is ReadPackage => each.metadata !== undefined);
  const { baseProvides, baseMetadata } = rules.config.targets.find(({ name }) => name === rules.target) ?? {};
  const offers = baseProvides === undefined && baseMetadata === undefined ? undefined : [
    offerOfBase(baseProvides ?? []), offerOfPackages(readable), offerOfContent(rules.content), ...(baseMetadata ?? []).map((file) => offerOfPrimary(resolve(rules.workspaceRoot, file))),
  ];
  const together: PublishedTogether = { placed: new Map(), shared: findShared(readable) };
  const refusals: ConfigurationProblem[] = [];
  for (const each of readable) {
    refusals.push(
      ...checkCaret(each, rules), ...waive('size', rules, () => checkSize(each, rules)), ...waive('downgrade', rules, () => checkOrder(each, rules)), ...waive('yanked', rules, () => checkYanked(each, rules)),
      ...(offers === undefined ? [] : waive('missing-dependency', rules, () => checkRequires(each, offers))),
    );
    if (!rules.allow.includes('file-conflict')) refusals.push(...(await checkConflicts(each, together, rules)));
  }
  return refusals;
}

/** Who brings a path with which digest, of the files looked at so far. */
type PlacedFiles = Map<string, { readonly metadata: IncomingMetadata; readonly digest: string }[]>;

/** What the packages of one publish have to do with each other. */
interface PublishedTogether {
  readonly placed: PlacedFiles;
  /** `hashPath` of paths that more than one of them has, perhaps. */
  readonly shared: ReadonlySet<number>;
}

function waive(allowance: Allowance, { allow }: PackageRules, check: () => readonly ConfigurationProblem[]): readonly ConfigurationProblem[] {
  return allow.includes(allowance) ? [] : check();
}

function checkCaret({ file, metadata }: ReadPackage, { config, target }: PackageRules): readonly ConfigurationProblem[] {
  if (config.targets.find(({ name }) => name === target)?.caret !== false || !`${metadata.version}${metadata.release}`.includes('^')) return [];
  return [{ path: file, found: `the version "${formatEvr(metadata)}"`, allowed: `a version without "^", which the rpm of "${target}" refuses` }];
}

function checkSize({ file, sizeBytes }: ReadPackage, { config: { packageLimitBytes = defaultLimitBytes } }: PackageRules): readonly ConfigurationProblem[] {
  if (sizeBytes <= packageLimitBytes) return [];
  return [{ path: file, found: `${sizeBytes} bytes`, allowed: `at most ${packageLimitBytes} bytes (packageLimitBytes), or --allow size` }];
}

function checkOrder({ file, metadata }: ReadPackage, { content }: PackageRules): readonly ConfigurationProblem[] {
  const same = findEntries(content, metadata.name).map(({ listed }) => listed).filter(({ arch }) => arch === metadata.arch);
  const newest = [...same].sort(compareEvr).at(-1);
  if (newest === undefined || compareEvr(metadata, newest) >= 0 || same.some(({ sha256 }) => sha256 === metadata.sha256)) return [];
  return [{ path: file, found: `"${formatNevra(metadata)}", while the channel has "${formatNevra(newest)}"`, allowed: 'a higher version, or --allow downgrade' }];
}

function checkYanked({ file, metadata }: ReadPackage, { content }: PackageRules): readonly ConfigurationProblem[] {
  const reason = findYankReason(content.advisories, formatNevra(metadata));
  return reason === undefined ? [] : [{ path: file, found: `"${formatNevra(metadata)}", which was taken back: ${reason}`, allowed: 'a higher version or release, or --allow yanked' }];
}

function checkRequires({ file, metadata }: ReadPackage, offers: readonly Offer[]): readonly ConfigurationProblem[] {
  if (metadata.arch === 'src') return [];
  const missing = metadata.requires.filter((required) => isDecidable(required) && !offers.some((offer) => offer.answers(required)));
  return missing.map((required) => ({
    path: file,
    found: `it requires "${formatDependency(required)}", which nothing offers`,
    allowed: 'a package that provides it in the same publish, an entry in baseProvides or a repository in baseMetadata of the target, or --allow missing-dependency',
  }));
}

/** rpm answers `rpmlib()` itself; a rich dependency is a formula that only a solver decides. */
function isDecidable({ name }: Dependency): boolean {
  return !name.startsWith('rpmlib(') && !name.startsWith('(');
}

async function checkConflicts(given: ReadPackage, { placed, shared }: PublishedTogether, rules: PackageRules): Promise<readonly ConfigurationProblem[]> {
  if (given.metadata.arch === 'src') return [];
  if (rules.content.chunks.length === 0 && !given.metadata.pathHashes.some((hash) => shared.has(hash))) return [];
  const paths = given.readMetadata().files.map(({ path }) => path);
  const disputed = new Set([...paths.filter((path) => shared.has(hashPath(path))), ...listOwnedByOthers(rules.content, given.metadata.name, paths)]);
  if (disputed.size === 0) return [];
  const clashes = new Map<string, string[]>();
  for (const [path, digest] of listDigests(given.read())) {
    if (!disputed.has(path)) continue;
    const others = [...findPlaced(given, placed, { path, digest }), ...(await findOwned(given, rules, { path, digest }))];
    for (const other of others) clashes.set(other, [...(clashes.get(other) ?? []), path]);
  }
  return [...clashes].map(([other, paths]) => ({
    path: given.file,
    found: `${paths.length === 1 ? 'the file' : `${paths.length} files, among them`} "${paths[0]}", which "${other}" has with other content`,
    allowed: 'another path, a "Conflicts" or "Obsoletes" between the two, or --allow file-conflict',
  }));
}

/** Hashes of paths that more than one of the packages brings. */
function findShared(packages: readonly ReadPackage[]): ReadonlySet<number> {
  const hashes = packages.flatMap(({ metadata }) => (metadata.arch === 'src' ? [] : [metadata.pathHashes]));
  const sorted = new Uint32Array(hashes.reduce((count, each) => count + each.length, 0));
  let at = 0;
  for (const each of hashes) {
    sorted.set(each, at);
    at += each.length;
  }
  sorted.sort();
  return new Set(sorted.filter((hash, index) => hash === sorted[index - 1]));
}

interface FileContent {
  readonly path: string;
  readonly digest: string;
}

/** Notes the file and gives the NEVRAs of packages of the same publish that have it otherwise. */
function findPlaced({ metadata }: ReadPackage, placed: PlacedFiles, { path, digest }: FileContent): readonly string[] {
  const before = placed.get(path) ?? [];
  placed.set(path, [...before, { metadata, digest }]);
  return before.filter((other) => other.digest !== digest && mayStandBeside(metadata, other.metadata)).map((other) => formatNevra(other.metadata));
}

async function findOwned({ metadata }: ReadPackage, { content, files }: PackageRules, { path, digest }: FileContent): Promise<readonly string[]> {
  const found: string[] = [];
  for (const owner of findOwners(content, path).filter((each) => isRival(metadata, each, content))) {
    if ((await readDigest(files, owner, path)) !== digest) found.push(formatNevra(owner.listed));
  }
  return found;
}

/** The newest version of another package that may be installed beside this one. */
function isRival(metadata: IncomingMetadata, entry: PackageEntry, content: SnapshotContent): boolean {
  const newest = findEntries(content, entry.listed.name).at(-1);
  return newest?.listed.sha256 === entry.listed.sha256 && mayStandBeside(metadata, { ...entry.listed, ...readRelations(entry.fragments.primary) });
}

type Related = Pick<PackageMetadata, 'name' | 'epoch' | 'version' | 'release' | 'conflicts' | 'obsoletes'>;

function mayStandBeside(left: Related, right: Related): boolean {
  return left.name !== right.name && !excludes(left, right) && !excludes(right, left);
}

function excludes({ conflicts, obsoletes }: Related, other: Related): boolean {
  const own: Dependency = { name: other.name, operator: '=', evr: formatEvr(other) };
  return [...conflicts, ...obsoletes].some((dependency) => satisfies(own, dependency));
}

/** The digest of each file that has content, by its path. */
function listDigests(bytes: Uint8Array): ReadonlyMap<string, string> {
  const { header } = readRpm(bytes);
  const [names, folders, digests] = [readTexts(header, headerTag.baseNames), readTexts(header, headerTag.dirNames), readTexts(header, headerTag.fileDigests)];
  const indexes = readNumbers(header, headerTag.dirIndexes);
  return new Map(names.map((name, index) => [`${folders[indexes[index] ?? 0] ?? ''}${name}`, digests[index] ?? ''] as const).filter(([, digest]) => digest !== ''));
}

async function readDigest(files: RepositoryFiles, { listed }: PackageEntry, path: string): Promise<string | undefined> {
  const bytes = await readBlob(files, listed);
  return bytes === undefined ? undefined : listDigests(bytes).get(path);
}

import type { ConfigurationProblem, RepositoryConfig } from '@bigpanda/release-model';
import { compareEvr, formatDependency, formatEvr, headerTag, readRelations, readNumbers, readRpm, readTexts, type Dependency, type PackageMetadata } from '@bigpanda/rpm-format';
import { satisfies } from './dependency-match.ts';
import type { IncomingPackage } from './package-intake.ts';
import { findOwners, offerOf, offerOfBase, offerOfContent, type Offer } from './package-relations.ts';
import { readBlob } from './pool-blob.ts';
import { formatNevra } from './publish-plan.ts';
import type { RepositoryFiles } from './repository-files.ts';
import type { PackageEntry } from './snapshot-chunk.ts';
import { findEntries, type SnapshotContent } from './snapshot-content.ts';

/** Rules that may be waived by whoever adds packages. */
export const allowances = ['downgrade', 'missing-dependency', 'file-conflict', 'size'] as const;
export type Allowance = (typeof allowances)[number];

/** What packages are held against. */
export interface PackageRules {
  readonly config: RepositoryConfig;
  readonly target: string;
  readonly content: SnapshotContent;
  readonly files: RepositoryFiles;
  readonly allow: readonly Allowance[];
}

/** A package that can be read. */
type ReadPackage = IncomingPackage & { readonly metadata: PackageMetadata };

const defaultLimitBytes = 1 << 30;

/** Every rule that packages break, in the order of the files, each with what would make it pass. */
export async function findRefusals(incoming: readonly IncomingPackage[], rules: PackageRules): Promise<readonly ConfigurationProblem[]> {
  const readable = incoming.filter((each): each is ReadPackage => each.metadata !== undefined);
  const refusals: ConfigurationProblem[] = [];
  for (const each of readable) {
    refusals.push(
      ...checkCaret(each, rules), ...waive('size', rules, () => checkSize(each, rules)), ...waive('downgrade', rules, () => checkOrder(each, rules)),
      ...waive('missing-dependency', rules, () => checkRequires(each, readable, rules)),
    );
    if (!rules.allow.includes('file-conflict')) refusals.push(...(await checkConflicts(each, readable, rules)));
  }
  return refusals;
}

function waive(allowance: Allowance, { allow }: PackageRules, check: () => readonly ConfigurationProblem[]): readonly ConfigurationProblem[] {
  return allow.includes(allowance) ? [] : check();
}

function checkCaret({ file, metadata }: ReadPackage, { config, target }: PackageRules): readonly ConfigurationProblem[] {
  if (config.targets.find(({ name }) => name === target)?.caret !== false || !`${metadata.version}${metadata.release}`.includes('^')) return [];
  return [{ path: file, found: `the version "${formatEvr(metadata)}"`, allowed: `a version without "^", which the rpm of "${target}" refuses` }];
}

function checkSize({ file, bytes }: ReadPackage, { config: { packageLimitBytes = defaultLimitBytes } }: PackageRules): readonly ConfigurationProblem[] {
  if (bytes.length <= packageLimitBytes) return [];
  return [{ path: file, found: `${bytes.length} bytes`, allowed: `at most ${packageLimitBytes} bytes (packageLimitBytes), or --allow size` }];
}

function checkOrder({ file, metadata }: ReadPackage, { content }: PackageRules): readonly ConfigurationProblem[] {
  const same = findEntries(content, metadata.name).map(({ listed }) => listed).filter(({ arch }) => arch === metadata.arch);
  const newest = [...same].sort(compareEvr).at(-1);
  if (newest === undefined || compareEvr(metadata, newest) >= 0 || same.some(({ sha256 }) => sha256 === metadata.sha256)) return [];
  return [{ path: file, found: `"${formatNevra(metadata)}", while the channel has "${formatNevra(newest)}"`, allowed: 'a higher version, or --allow downgrade' }];
}

function checkRequires({ file, metadata }: ReadPackage, incoming: readonly ReadPackage[], { config, target, content }: PackageRules): readonly ConfigurationProblem[] {
  const base = config.targets.find(({ name }) => name === target)?.baseProvides;
  if (base === undefined || metadata.arch === 'src') return [];
  const offers: readonly Offer[] = [offerOfBase(base), ...incoming.map((each) => offerOf(each.metadata)), offerOfContent(content)];
  const missing = metadata.requires.filter((required) => isDecidable(required) && !offers.some((offer) => offer.answers(required)));
  return missing.map((required) => ({
    path: file,
    found: `it requires "${formatDependency(required)}", which nothing offers`,
    allowed: 'a package that provides it in the same publish, an entry in baseProvides of the target, or --allow missing-dependency',
  }));
}

/** rpm answers `rpmlib()` itself; a rich dependency is a formula that only a solver decides. */
function isDecidable({ name }: Dependency): boolean {
  return !name.startsWith('rpmlib(') && !name.startsWith('(');
}

async function checkConflicts(given: ReadPackage, incoming: readonly ReadPackage[], rules: PackageRules): Promise<readonly ConfigurationProblem[]> {
  const own = listDigests(given.bytes);
  const clashes = new Map<string, string[]>();
  const note = (other: string, path: string) => clashes.set(other, [...(clashes.get(other) ?? []), path]);
  for (const other of incoming.slice(0, incoming.indexOf(given)).filter((each) => mayStandBeside(given.metadata, each.metadata))) {
    for (const [path, digest] of listDigests(other.bytes)) if (own.has(path) && own.get(path) !== digest) note(formatNevra(other.metadata), path);
  }
  for (const path of given.metadata.files.filter(({ type }) => type === 'file').map((each) => each.path)) {
    for (const owner of findOwners(rules.content, path).filter((each) => isRival(given.metadata, each, rules.content))) {
      if ((await readDigest(rules.files, owner, path)) !== own.get(path)) note(formatNevra(owner.listed), path);
    }
  }
  return [...clashes].map(([other, paths]) => ({
    path: given.file,
    found: `${paths.length === 1 ? 'the file' : `${paths.length} files, among them`} "${paths[0]}", which "${other}" has with other content`,
    allowed: 'another path, a "Conflicts" or "Obsoletes" between the two, or --allow file-conflict',
  }));
}

/** The newest version of another package that may be installed beside this one. */
function isRival(metadata: PackageMetadata, entry: PackageEntry, content: SnapshotContent): boolean {
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

import { hash } from 'node:crypto';
import { ReleaseError, type ConfigurationProblem } from '@bigpanda/release-model';
import { parsePrimary, parseRepomd, RepodataError, type ListedPackage, type Repomd } from '@bigpanda/rpm-format';
import type { Verifier } from '@bigpanda/signer';
import type { NewBlob } from './apply-change.ts';
import { changeChannel, moveChannel, type ChangeOptions, type ChangeResult } from './channel-change.ts';
import { findCodec, unpackDocument } from './document-members.ts';
import { companionPath, packageHref, poolPath } from './layout.ts';
import { readStoredCompanions } from './package-companions.ts';
import { takeIn } from './package-intake.ts';
import { readBlob } from './pool-blob.ts';
import { openRepositoryFiles, type RepositoryFiles } from './repository-files.ts';
import type { SnapshotDocuments } from './snapshot-documents.ts';

export interface ImportOptions extends ChangeOptions {
  /** Folder that holds `repodata/`. */
  readonly tree: string;
  /** Knows the keys that packages may be signed by. */
  readonly verifier: Verifier;
}

export interface ImportResult extends ChangeResult {
  readonly packages: number;
}

const openLimitBytes = 512 << 20;

/**
 * Takes over a repository that createrepo made as the first snapshot of a channel: its repomd.xml, metadata and packages byte for
 * byte and at the same places, beside a signature by our key. The next publish goes on from there.
 * @throws ReleaseError `CHANNEL_IN_USE`, `IMPORT_REFUSED` (exit status 3) with all refusals, `PACKAGE_CHANGED`, and what `changeChannel` throws
 */
export async function importTree(options: ImportOptions): Promise<ImportResult> {
  const source = openRepositoryFiles(options.tree);
  const taken = await readTree(source, options);
  return changeChannel(options, async (channel) => {
    if (channel.pointer !== undefined) throw new ReleaseError('CHANNEL_IN_USE', `import into "${options.channel}": something was published to it`, { exitStatus: 3, hint: 'Import into an empty channel, then promote.' });
    const blobs: NewBlob[] = [];
    for (const listed of options.dryRun === true ? [] : taken.packages) {
      if ((await readBlob(channel.files, listed)) === undefined) blobs.push({ path: poolPath(listed), read: () => readAgain(source, listed) });
      for (const { kind, bytes } of await readStoredCompanions(source, listed.href)) {
        const path = companionPath(listed, kind);
        if ((await channel.files.size(path)) === undefined) blobs.push({ path, read: () => bytes });
      }
    }
    const links = taken.packages.map((listed) => ({ path: listed.href, source: toPool(listed) }));
    const result = await moveChannel(channel, { action: 'import', next: { kind: 'taken', documents: taken.documents, links }, blobs, releases: [...new Set(taken.packages.map(({ name, version }) => `${name}-${version}`))] });
    return { ...result, packages: taken.packages.length };
  });
}

interface TakenTree {
  readonly documents: SnapshotDocuments;
  readonly packages: readonly ListedPackage[];
}

async function readTree(source: RepositoryFiles, { tree, verifier, channel }: ImportOptions): Promise<TakenTree> {
  const repomdBytes = await source.read('repodata/repomd.xml');
  if (repomdBytes === undefined) throw new ReleaseError('IMPORT_REFUSED', `import "${tree}": it has no "repodata/repomd.xml"`, { exitStatus: 2, hint: 'Name the folder of a repository, in which "repodata" is.' });
  const problems: ConfigurationProblem[] = [];
  const repomd = attempt(problems, 'repodata/repomd.xml', () => parseRepomd(Buffer.from(repomdBytes).toString()));
  const documents = repomd === undefined ? [] : await readDocuments(source, repomd, problems);
  const primary = repomd?.entries.find(({ type }) => type === 'primary');
  const bytes = documents.find(({ name }) => name === primary?.href.slice('repodata/'.length))?.parts[0];
  const listed = primary === undefined || bytes === undefined ? undefined : attempt(problems, primary.href, () => readPrimary(bytes, primary.href));
  const packages = await readPackages(source, { listed: listed ?? [], verifier, problems });
  if (problems.length > 0) {
    throw new ReleaseError('IMPORT_REFUSED', `import "${tree}" into "${channel}": ${problems.length} ${problems.length === 1 ? 'refusal' : 'refusals'}; nothing was changed`, { exitStatus: 3, problems, hint: 'Bring each file to what is said to pass, and import again.' });
  }
  const timeSeconds = packages.reduce((latest, each) => Math.max(latest, each.buildTimeSeconds), 0);
  return { documents: { repomd: repomdBytes, digest: hash('sha256', repomdBytes), timeSeconds, documents }, packages };
}

async function readDocuments(source: RepositoryFiles, { entries }: Repomd, problems: ConfigurationProblem[]): Promise<SnapshotDocuments['documents']> {
  const documents: { readonly name: string; readonly parts: readonly Uint8Array[] }[] = [];
  for (const { href, sha256 } of entries) {
    const bytes = await source.read(href);
    const found = bytes === undefined ? 'nothing' : hash('sha256', bytes);
    if (bytes === undefined || found !== sha256) problems.push({ path: href, found, allowed: `the file with the sha256 "${sha256}" that repomd.xml lists` });
    else documents.push({ name: href.slice('repodata/'.length), parts: [bytes] });
  }
  return documents;
}

function readPrimary(bytes: Uint8Array, href: string): readonly ListedPackage[] {
  const codec = findCodec(href);
  const open = codec === undefined ? bytes : unpackDocument(bytes, codec, openLimitBytes);
  return parsePrimary(Buffer.from(open).toString(), { limitBytes: openLimitBytes });
}

interface PackageReading {
  readonly listed: readonly ListedPackage[];
  readonly verifier: Verifier;
  readonly problems: ConfigurationProblem[];
}

async function readPackages(source: RepositoryFiles, { listed, verifier, problems }: PackageReading): Promise<TakenTree['packages']> {
  const packages: ListedPackage[] = [];
  for (const each of listed) {
    const bytes = await source.read(each.href);
    const found = bytes === undefined ? 'nothing' : hash('sha256', bytes);
    if (bytes === undefined || found !== each.sha256) {
      problems.push({ path: each.href, found, allowed: `the file with the sha256 "${each.sha256}" that primary lists` });
      continue;
    }
    problems.push(...(await takeIn({ file: each.href, bytes, companions: await readStoredCompanions(source, each.href) }, { verifier })).problems);
    packages.push(each);
  }
  return packages;
}

/** The bytes of a package of the tree that was looked at before. @throws ReleaseError `PACKAGE_CHANGED` */
async function readAgain(source: RepositoryFiles, { href, sha256 }: ListedPackage): Promise<Uint8Array> {
  const bytes = await source.read(href);
  if (bytes !== undefined && hash('sha256', bytes) === sha256) return bytes;
  throw new ReleaseError('PACKAGE_CHANGED', `import a package: "${href}" was changed while it was looked at; nothing was changed`, { hint: 'Import again when nothing writes to the tree.' });
}

/** From the place of a package in the snapshot's folder to the pool, as a symbolic link says it. */
function toPool(listed: ListedPackage): string {
  return `${'../'.repeat(3 + listed.href.split('/').length - 1)}${packageHref(listed).replace(/^Packages/, 'pool')}`;
}

function attempt<Value>(problems: ConfigurationProblem[], path: string, read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    problems.push({ path, found: (error as Error).message, allowed: error instanceof RepodataError ? error.hint : 'gzip, zstd or plain metadata with sha256 checksums: make them with createrepo_c --checksum sha256 --general-compress-type gz' });
    return undefined;
  }
}

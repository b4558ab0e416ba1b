import { readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { comparePackages, type PackageDifference } from '@bigpanda/rpm-format';
import { parseEnvelope, parseProvenance, ReleaseError, type Provenance } from '@bigpanda/release-model';
import { makeTemporaryFolder } from '@bigpanda/rpm-repo';
import { findCompanions, type FoundCompanions } from '../attestation/companion-place.ts';
import { readSource, type PackageSource } from '../attestation/origin-checks.ts';
import type { Context } from '../context.ts';
import { digestFile } from '../rpm-file/file-digest.ts';
import { readHead, type RpmHead } from '../rpm-file/head.ts';
import { nameFile } from '../rpm-file/origin.ts';
import { rebuildPackage } from './rebuild-package.ts';
import { explainTags, type TagDifference } from './tag-differences.ts';

/** How what was rebuilt compares: the very bytes, all but the signature, or something else. */
export type ReproductionVerdict = 'same' | 'same but for the signature' | 'other';

/** A package that was built once more, held against the one that is there. */
export interface Reproduction {
  readonly file: string;
  readonly source: PackageSource;
  readonly verdict: ReproductionVerdict;
  /** SHA-256 of the two files. */
  readonly published: string;
  readonly rebuilt: string;
  /** Tags that differ and why; empty where everything is the same. */
  readonly tags: readonly TagDifference[];
  /** What differs for a host; absent where everything is the same. */
  readonly difference?: PackageDifference;
  /** Whether what lies beside the package is what is made again: of each that was found. */
  readonly companions: Readonly<Record<string, 'same' | 'other'>>;
}

/** What is reproduced, and where. */
export interface ReproductionWish {
  /** Path as it was given. */
  readonly file: string;
  /** A checkout of its commit with nothing else in it, and the components that were built there by now. */
  readonly checkout: { readonly root: string; readonly built: Set<string> };
  /** Folders and URLs of repositories in which its provenance may lie. */
  readonly repositories: readonly string[];
  readonly keyFiles: readonly string[];
}

/**
 * The commit that a package can be built from again.
 * @throws ReleaseError `SOURCE_UNKNOWN` (exit status 2) where its header names none, `SOURCE_DIRTY` (exit status 3) where what it was made from is in no commit
 */
export function requireSource(head: RpmHead): PackageSource {
  const source = readSource(head);
  if (source === undefined) throw new ReleaseError('SOURCE_UNKNOWN', `reproduce "${head.file}": its header names no commit in the tag VCS`, { exitStatus: 2, hint: 'Give a package that bigpanda made.' });
  if (source.isDirty) throw new ReleaseError('SOURCE_DIRTY', `reproduce "${head.file}": it was made of ${source.commit.slice(0, 10)} with changes that are in no commit`, { exitStatus: 3, hint: 'Give a package that was made of a clean tree, as every release is.' });
  return source;
}

/** Builds a package once more in a clean checkout of its commit, and compares the bytes. @throws ReleaseError as {@link rebuildPackage} and {@link requireSource} do */
export async function reproducePackage({ file, checkout, repositories, keyFiles }: ReproductionWish, context: Context, say: (text: string) => void): Promise<Reproduction> {
  const path = resolve(context.workingFolder, file);
  const head = await readHead(context.workingFolder, file);
  const source = requireSource(head);
  const published = await digestFile(path);
  const found = await findCompanions({ path, fileName: nameFile(head), sha256: published }, repositories);
  const made = readMadeBy(found);
  const folder = await makeTemporaryFolder('rebuilt');
  try {
    const rebuilt = await rebuildPackage({ ...checkout, head, source, packager: made['packager'], keyFiles, context, folder }, say);
    const fresh = await readHead('/', rebuilt.file);
    const verdict = rebuilt.sha256 === published ? 'same' : await isSameBehindSignature({ path, head }, { path: rebuilt.file, head: fresh }) ? 'same but for the signature' : 'other';
    const { packager: _, ...madeBy } = made;
    return {
      file, source, verdict, published, rebuilt: rebuilt.sha256,
      tags: verdict === 'other' ? explainTags(head, fresh, { madeBy, here: Object.fromEntries(Object.keys(madeBy).map((part) => [part, process.versions[part] ?? ''])) }) : [],
      ...(verdict === 'other' ? { difference: comparePackages(head, fresh) } : {}),
      companions: await compareCompanions(found, rebuilt.file),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface ReadPackage {
  readonly path: string;
  readonly head: RpmHead;
}

/** A package without a signature, or one whose signature header has grown, is told from one of other content. */
async function isSameBehindSignature(one: ReadPackage, other: ReadPackage): Promise<boolean> {
  return await digestFile(one.path, one.head.header.start) === await digestFile(other.path, other.head.header.start);
}

/** What a provenance says that a package was made by; nothing where none can be read: it is not believed here, only told. */
function readMadeBy(found: FoundCompanions | undefined): Readonly<Record<string, string>> {
  const provenance = readStatement(found?.texts.get('provenance'));
  return Object.fromEntries(Object.entries(provenance?.predicate.buildDefinition.internalParameters ?? {}).flatMap(([part, value]) => (typeof value === 'string' ? [[part, value]] : [])));
}

function readStatement(bytes: Uint8Array | undefined): Provenance | undefined {
  try {
    return bytes === undefined ? undefined : parseProvenance(Buffer.from(parseEnvelope(Buffer.from(bytes).toString(), 'provenance').payload, 'base64').toString(), 'provenance');
  } catch (error) {
    if (error instanceof ReleaseError) return undefined;
    throw error;
  }
}

/** A bill of materials byte by byte, a provenance by its statement: its signature is over that. */
async function compareCompanions(found: FoundCompanions | undefined, rebuilt: string): Promise<Reproduction['companions']> {
  const compared: Record<string, 'same' | 'other'> = {};
  for (const kind of ['cdx', 'provenance'] as const) {
    const before = found?.texts.get(kind);
    if (before === undefined) continue;
    const after = await readFile(`${rebuilt}.${kind}.json`);
    const isSame = kind === 'cdx' ? Buffer.compare(before, after) === 0 : JSON.stringify(readStatement(before)) === JSON.stringify(readStatement(after));
    compared[kind] = isSame ? 'same' : 'other';
  }
  return compared;
}

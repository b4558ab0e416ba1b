import { createHash } from 'node:crypto';
import { ReleaseError, type PublishRecord, type RepoSnapshot } from '@bigpanda/release-model';
import { parseRepomd, RepodataError, type ListedPackage, type Repomd } from '@bigpanda/rpm-format';
import type { Verifier } from '@bigpanda/signer';
import { parseRecord } from './json-record.ts';
import { isSnapshotId, layout, poolLink, snapshotId } from './layout.ts';
import { parseMatrix } from './matrix/stored-matrix.ts';
import type { RepositoryFiles } from './repository-files.ts';
import type { FindingCode, RepositoryFinding } from './repository-finding.ts';
import { readDocument, readSnapshotPackages } from './snapshot-reader.ts';
import { verifyKeyFile } from './verify-keys.ts';
import { verifySignature } from './verify-signature.ts';

/** What was seen in the snapshots. */
export interface VerifiedSnapshots {
  readonly findings: readonly RepositoryFinding[];
  /** Those whose repomd.xml has the digest that its record and its folder name say. */
  readonly snapshots: readonly RepoSnapshot[];
  /** What they list. */
  readonly packages: readonly SeenPackage[];
  /** Folders of those whose packages could not be read. */
  readonly unread: readonly string[];
}

/** A package with the snapshot's folder that lists it. */
export interface SeenPackage extends ListedPackage {
  readonly listedBy: string;
  /** Whether the snapshot names packages by places of its own. */
  readonly isImported: boolean;
}

/** Checks every snapshot: record, folder, signature, metadata. `collected` are the folders that were removed on purpose. */
export async function verifySnapshots(files: RepositoryFiles, verifier: Verifier, collected: ReadonlySet<string>): Promise<VerifiedSnapshots> {
  const seen: VerifiedSnapshots[] = [];
  for (const { name: target } of await files.list(layout.snapshots)) {
    const names = (await files.list(layout.targetSnapshots(target))).map(({ name }) => name);
    const strangers = names.filter((name) => {
      const id = name.replace(/(?:\.matrix)?\.json(?:\.asc)?$/, '');
      return !isSnapshotId(id) || !(names.includes(id) || collected.has(layout.snapshot(target, id)));
    });
    seen.push(found(strangers.map((name) => finding('FILE_UNKNOWN', `${layout.targetSnapshots(target)}/${name}`, 'belongs to no snapshot'))));
    const lost = names.filter((name) => strangers.includes(name) && isSnapshotId(name.replace(/\.json$/, '')));
    seen.push(found([], lost.map((name) => layout.snapshot(target, name.replace(/\.json$/, '')))));
    for (const id of names.filter(isSnapshotId)) seen.push(await verifySnapshot(files, verifier, { target, id }));
    seen.push(found(await verifyMatrices(files, verifier, { target, names })));
  }
  return {
    findings: seen.flatMap(({ findings }) => findings),
    snapshots: seen.flatMap(({ snapshots }) => snapshots),
    packages: seen.flatMap(({ packages }) => packages),
    unread: seen.flatMap(({ unread }) => unread),
  };
}

interface SnapshotPlace {
  readonly target: string;
  readonly id: string;
  /** Whether it was taken over as it was: with places and a revision of its own. */
  readonly isImported: boolean;
}

async function verifySnapshot(files: RepositoryFiles, verifier: Verifier, named: Omit<SnapshotPlace, 'isImported'>): Promise<VerifiedSnapshots> {
  const file = layout.record(named.target, named.id);
  const record = await readRecordOr(files, file);
  if (!('snapshot' in record)) return found([record], [layout.snapshot(named.target, named.id)]);
  const { snapshot } = record;
  const place = { ...named, isImported: record.action === 'import' };
  if (snapshotId(snapshot) !== place.id || snapshot.target !== place.target) {
    return found([finding('RECORD_INVALID', file, `is the record of "${snapshotId(snapshot)}" for "${snapshot.target}"`)], [layout.snapshot(place.target, place.id)]);
  }
  const repodata = layout.repodata(place.target, place.id);
  const bytes = await files.read(`${repodata}/repomd.xml`);
  const digest = createHash('sha256').update(bytes ?? '').digest('hex');
  const signature = await verifySignature(files, verifier, { file: `${repodata}/repomd.xml`, bytes: bytes ?? new Uint8Array() });
  const rest = [...(await verifyFolder(files, place)), ...(await verifyKeyFile(files, verifier, `${repodata}/repomd.xml.key`))];
  if (bytes === undefined || digest !== snapshot.digest) {
    const changed = finding('REPOMD_CHANGED', `${repodata}/repomd.xml`, bytes === undefined ? 'is missing' : `has the sha256 "${digest}"; wanted "${snapshot.digest}"`);
    return found([changed, ...signature, ...rest], [layout.snapshot(place.target, place.id)]);
  }
  const content = await verifyContent(files, { snapshot, isImported: place.isImported }, bytes);
  return { ...content, findings: [...signature, ...rest, ...content.findings] };
}

/** Each result has to be signed, whole and of the snapshot it stands beside. */
async function verifyMatrices(files: RepositoryFiles, verifier: Verifier, { target, names }: { readonly target: string; readonly names: readonly string[] }): Promise<readonly RepositoryFinding[]> {
  const findings: RepositoryFinding[] = [];
  for (const id of names.filter((name) => name.endsWith('.matrix.json')).map((name) => name.slice(0, -'.matrix.json'.length))) {
    const file = layout.matrix(target, id);
    const bytes = (await files.read(file)) ?? new Uint8Array();
    const result = await attempt(async () => parseMatrix(bytes, file));
    if (typeof result === 'string') findings.push(finding('MATRIX_INVALID', file, result));
    else if (!result.snapshot.startsWith(id.slice(-12))) findings.push(finding('MATRIX_INVALID', file, `is of the snapshot "${result.snapshot}"`));
    findings.push(...(await verifySignature(files, verifier, { file, bytes })));
  }
  return findings;
}

async function readRecordOr(files: RepositoryFiles, file: string): Promise<PublishRecord | RepositoryFinding> {
  const bytes = await files.read(file);
  if (bytes === undefined) return finding('RECORD_MISSING', file, 'is missing');
  try {
    return parseRecord(bytes, file);
  } catch (error) {
    return finding('RECORD_INVALID', file, messageOf(error));
  }
}

async function verifyFolder(files: RepositoryFiles, { target, id, isImported }: SnapshotPlace): Promise<readonly RepositoryFinding[]> {
  const folder = layout.snapshot(target, id);
  if (isImported) return [];
  const link = await files.readLink(`${folder}/Packages`).catch(() => undefined);
  const strangers = (await files.list(folder)).filter(({ name }) => name !== 'Packages' && name !== 'repodata');
  return [
    ...(link === poolLink ? [] : [finding('LINK_WRONG', `${folder}/Packages`, `is ${link === undefined ? 'no link' : `a link to "${link}"`}; wanted a link to "${poolLink}"`)]),
    ...strangers.map(({ name }) => finding('FILE_UNKNOWN', `${folder}/${name}`, 'belongs to no snapshot')),
  ];
}

async function verifyContent(files: RepositoryFiles, { snapshot, isImported }: { readonly snapshot: RepoSnapshot; readonly isImported: boolean }, bytes: Uint8Array): Promise<VerifiedSnapshots> {
  const repodata = layout.repodata(snapshot.target, snapshotId(snapshot));
  const repomd = readIndex(bytes);
  if (typeof repomd === 'string') return found([finding('REPOMD_INVALID', `${repodata}/repomd.xml`, repomd)], [layout.snapshot(snapshot.target, snapshotId(snapshot))]);
  const findings = [...(await findStrangers(files, repodata, repomd))];
  for (const entry of repomd.entries) {
    const read = await attempt(() => readDocument(files, snapshot, entry));
    if (typeof read === 'string') findings.push(finding('METADATA_INVALID', `${layout.snapshot(snapshot.target, snapshotId(snapshot))}/${entry.href}`, read));
  }
  if (!isImported && repomd.revision !== String(snapshot.serial)) findings.push(finding('REPOMD_INVALID', `${repodata}/repomd.xml`, `has the revision "${repomd.revision}"; wanted "${snapshot.serial}"`));
  const listedBy = layout.snapshot(snapshot.target, snapshotId(snapshot));
  const packages = await attempt(() => readSnapshotPackages(files, snapshot));
  if (typeof packages === 'string') return { findings: findings.length > 0 ? findings : [finding('REPOMD_INVALID', `${repodata}/repomd.xml`, packages)], snapshots: [snapshot], packages: [], unread: [listedBy] };
  return { findings, snapshots: [snapshot], packages: packages.map((listed) => ({ ...listed, listedBy, isImported })), unread: [] };
}

async function findStrangers(files: RepositoryFiles, repodata: string, { entries }: Repomd): Promise<readonly RepositoryFinding[]> {
  const known = ['repomd.xml', 'repomd.xml.asc', 'repomd.xml.key', ...entries.map(({ href }) => href.slice('repodata/'.length))];
  const names = (await files.list(repodata)).map(({ name }) => name);
  return names.filter((name) => !known.includes(name)).map((name) => finding('FILE_UNKNOWN', `${repodata}/${name}`, 'is not listed in repomd.xml'));
}

function readIndex(bytes: Uint8Array): Repomd | string {
  try {
    return parseRepomd(Buffer.from(bytes).toString());
  } catch (error) {
    return messageOf(error);
  }
}

async function attempt<Value>(read: () => Promise<Value>): Promise<Value | string> {
  try {
    return await read();
  } catch (error) {
    return messageOf(error);
  }
}

/** The message of an expected error; anything else is a bug and goes on. */
function messageOf(error: unknown): string {
  if (error instanceof ReleaseError || error instanceof RepodataError) return error.message;
  throw error;
}

function finding(code: FindingCode, file: string, message: string): RepositoryFinding {
  return { code, file, message };
}

function found(findings: readonly RepositoryFinding[], unread: readonly string[] = []): VerifiedSnapshots {
  return { findings, snapshots: [], packages: [], unread };
}

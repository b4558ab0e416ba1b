import { createHash } from 'node:crypto';
import { ReleaseError, type RepoSnapshot } from '@bigpanda/release-model';
import { parseRepomd, RepodataError, type ListedPackage, type Repomd } from '@bigpanda/rpm-format';
import { dearmorSignature, type Verifier } from '@bigpanda/signer';
import { parseRecord } from './json-record.ts';
import { isSnapshotId, layout, poolLink, snapshotId } from './layout.ts';
import type { RepositoryFiles } from './repository-files.ts';
import type { FindingCode, RepositoryFinding } from './repository-finding.ts';
import { readDocument, readSnapshotPackages } from './snapshot-reader.ts';
import { verifyKeyFile } from './verify-keys.ts';

/** What was seen in the snapshots. */
export interface VerifiedSnapshots {
  readonly findings: readonly RepositoryFinding[];
  /** Those whose repomd.xml has the digest that its record and its folder name say. */
  readonly snapshots: readonly RepoSnapshot[];
  /** What they list, with the snapshot's folder that lists it. */
  readonly packages: readonly (ListedPackage & { readonly listedBy: string })[];
}

/** Checks every snapshot: record, folder, signature, metadata. */
export async function verifySnapshots(files: RepositoryFiles, verifier: Verifier): Promise<VerifiedSnapshots> {
  const seen: VerifiedSnapshots[] = [];
  for (const { name: target } of await files.list(layout.snapshots)) {
    const names = (await files.list(layout.targetSnapshots(target))).map(({ name }) => name);
    const strangers = names.filter((name) => !isSnapshotId(name.replace(/\.json$/, '')) || !names.includes(name.replace(/\.json$/, '')));
    seen.push(found(strangers.map((name) => finding('FILE_UNKNOWN', `${layout.targetSnapshots(target)}/${name}`, 'belongs to no snapshot'))));
    for (const id of names.filter(isSnapshotId)) seen.push(await verifySnapshot(files, verifier, { target, id }));
  }
  return {
    findings: seen.flatMap(({ findings }) => findings),
    snapshots: seen.flatMap(({ snapshots }) => snapshots),
    packages: seen.flatMap(({ packages }) => packages),
  };
}

interface SnapshotPlace {
  readonly target: string;
  readonly id: string;
}

async function verifySnapshot(files: RepositoryFiles, verifier: Verifier, place: SnapshotPlace): Promise<VerifiedSnapshots> {
  const file = layout.record(place.target, place.id);
  const snapshot = await readRecordedSnapshot(files, file);
  if (!('digest' in snapshot)) return found([snapshot]);
  if (snapshotId(snapshot) !== place.id || snapshot.target !== place.target) {
    return found([finding('RECORD_INVALID', file, `is the record of "${snapshotId(snapshot)}" for "${snapshot.target}"`)]);
  }
  const repodata = layout.repodata(place.target, place.id);
  const bytes = await files.read(`${repodata}/repomd.xml`);
  const digest = createHash('sha256').update(bytes ?? '').digest('hex');
  const signature = await verifySignature(files, verifier, { repodata, bytes: bytes ?? new Uint8Array() });
  const rest = [...(await verifyFolder(files, place)), ...(await verifyKeyFile(files, verifier, `${repodata}/repomd.xml.key`))];
  if (bytes === undefined || digest !== snapshot.digest) {
    const changed = finding('REPOMD_CHANGED', `${repodata}/repomd.xml`, bytes === undefined ? 'is missing' : `has the sha256 "${digest}"; wanted "${snapshot.digest}"`);
    return found([changed, ...signature, ...rest]);
  }
  const content = await verifyContent(files, snapshot, bytes);
  return { ...content, findings: [...signature, ...rest, ...content.findings] };
}

async function readRecordedSnapshot(files: RepositoryFiles, file: string): Promise<RepoSnapshot | RepositoryFinding> {
  const bytes = await files.read(file);
  if (bytes === undefined) return finding('RECORD_MISSING', file, 'is missing');
  try {
    return parseRecord(bytes, file).snapshot;
  } catch (error) {
    return finding('RECORD_INVALID', file, messageOf(error));
  }
}

async function verifyFolder(files: RepositoryFiles, { target, id }: SnapshotPlace): Promise<readonly RepositoryFinding[]> {
  const folder = layout.snapshot(target, id);
  const link = await files.readLink(`${folder}/Packages`).catch(() => undefined);
  const strangers = (await files.list(folder)).filter(({ name }) => name !== 'Packages' && name !== 'repodata');
  return [
    ...(link === poolLink ? [] : [finding('LINK_WRONG', `${folder}/Packages`, `is ${link === undefined ? 'no link' : `a link to "${link}"`}; wanted a link to "${poolLink}"`)]),
    ...strangers.map(({ name }) => finding('FILE_UNKNOWN', `${folder}/${name}`, 'belongs to no snapshot')),
  ];
}

async function verifySignature(
  files: RepositoryFiles, verifier: Verifier, { repodata, bytes }: { readonly repodata: string; readonly bytes: Uint8Array },
): Promise<readonly RepositoryFinding[]> {
  const file = `${repodata}/repomd.xml.asc`;
  const armored = await files.read(file);
  if (armored === undefined) return [finding('SIGNATURE_MISSING', file, 'is missing')];
  try {
    const verdict = await verifier.verify(bytes, await dearmorSignature(Buffer.from(armored).toString()));
    return verdict.valid ? [] : [finding('SIGNATURE_INVALID', file, `does not sign repomd.xml: ${verdict.reason}`)];
  } catch (error) {
    return [finding('SIGNATURE_INVALID', file, messageOf(error))];
  }
}

async function verifyContent(files: RepositoryFiles, snapshot: RepoSnapshot, bytes: Uint8Array): Promise<VerifiedSnapshots> {
  const repodata = layout.repodata(snapshot.target, snapshotId(snapshot));
  const repomd = readIndex(bytes);
  if (typeof repomd === 'string') return found([finding('REPOMD_INVALID', `${repodata}/repomd.xml`, repomd)]);
  const findings = [...(await findStrangers(files, repodata, repomd))];
  for (const entry of repomd.entries) {
    const read = await attempt(() => readDocument(files, snapshot, entry));
    if (typeof read === 'string') findings.push(finding('METADATA_INVALID', `${layout.snapshot(snapshot.target, snapshotId(snapshot))}/${entry.href}`, read));
  }
  if (repomd.revision !== String(snapshot.serial)) findings.push(finding('REPOMD_INVALID', `${repodata}/repomd.xml`, `has the revision "${repomd.revision}"; wanted "${snapshot.serial}"`));
  const packages = await attempt(() => readSnapshotPackages(files, snapshot));
  if (typeof packages === 'string') return { findings: findings.length > 0 ? findings : [finding('REPOMD_INVALID', `${repodata}/repomd.xml`, packages)], snapshots: [snapshot], packages: [] };
  const listedBy = layout.snapshot(snapshot.target, snapshotId(snapshot));
  return { findings, snapshots: [snapshot], packages: packages.map((listed) => ({ ...listed, listedBy })) };
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

function found(findings: readonly RepositoryFinding[]): VerifiedSnapshots {
  return { findings, snapshots: [], packages: [] };
}

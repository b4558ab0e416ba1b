import { hash } from 'node:crypto';
import { canonicalJson, type PublishAction, type PublishRecord } from '@bigpanda/release-model';
import { armorSignature, type Signer } from '@bigpanda/signer';
import { beginSignature } from './begun-signature.ts';
import { listPointers, type RecordReference } from './channel-pointer.ts';
import { parseRecord } from './json-record.ts';
import { isSnapshotId, layout, snapshotId } from './layout.ts';
import { stageFile, type Staged } from './replace-file.ts';
import type { RepositoryFiles } from './repository-files.ts';

/** A record as it stands in the repository. */
export interface StoredRecord {
  readonly file: string;
  readonly record: PublishRecord;
  /** Of the file. */
  readonly sha256: string;
}

/** What makes no snapshot. */
const movingActions: readonly PublishAction[] = ['promote', 'rollback', 'collect', 'freeze', 'thaw'];

/** Whether a record stands beside the snapshot it brought; others stand among the moves. */
export function bringsSnapshot({ action = 'add' }: PublishRecord): boolean {
  return !movingActions.includes(action);
}

/** Where a record stands. */
export function recordFile(record: PublishRecord): string {
  const { target } = record.snapshot;
  return bringsSnapshot(record) ? layout.record(target, snapshotId(record.snapshot)) : layout.move(target, record.number ?? 0);
}

/** The record that the next one of a target follows: every record moves a pointer, so it is the last that a pointer names. */
export async function findLastRecord(files: RepositoryFiles, target: string): Promise<RecordReference | undefined> {
  const references = (await listPointers(files)).flatMap((pointer) => (pointer.target === target && pointer.record !== undefined ? [pointer.record] : []));
  return references.sort((left, right) => left.number - right.number).at(-1);
}

/** A record as it will stand in the repository; its signature is on its way. */
export interface SignedRecord {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly signature: Promise<Uint8Array>;
  /** What a pointer names it with. */
  readonly reference: RecordReference;
}

/** Begins to sign a record. */
export function signRecord(record: PublishRecord, signer: Signer): SignedRecord {
  const bytes = Buffer.from(canonicalJson(record));
  const signature = beginSignature(signer, bytes, Math.floor(Date.parse(record.publishedAt) / 1000) || 0);
  return { file: recordFile(record), bytes, signature, reference: { number: record.number ?? 0, sha256: hash('sha256', bytes) } };
}

/** Makes ready a record and its signature. */
export async function stageRecord(files: RepositoryFiles, { file, bytes, signature }: SignedRecord): Promise<readonly Staged[]> {
  return [await stageFile(files, `${file}.asc`, armorSignature(await signature)), await stageFile(files, file, bytes)];
}

/**
 * Every record of a target, in their row; those without a number first, by serial.
 * @throws ReleaseError `REPOSITORY_DAMAGED`
 */
export async function readRecords(files: RepositoryFiles, target: string): Promise<readonly StoredRecord[]> {
  const stored = await Promise.all((await listRecordFiles(files, target)).map((file) => readStored(files, file)));
  return stored.sort((left, right) => (left.record.number ?? 0) - (right.record.number ?? 0) || left.record.snapshot.serial - right.record.snapshot.serial);
}

/** The files that hold records of a target, by their names. */
export async function listRecordFiles(files: RepositoryFiles, target: string): Promise<readonly string[]> {
  const beside = (await files.list(layout.targetSnapshots(target))).filter(({ name }) => isSnapshotId(name.replace(/\.json$/, '')) && name.endsWith('.json'));
  const moves = (await files.list(`${layout.moves}/${target}`)).filter(({ name }) => /^\d{6,}\.json$/.test(name));
  return [...beside.map(({ name }) => `${layout.targetSnapshots(target)}/${name}`), ...moves.map(({ name }) => `${layout.moves}/${target}/${name}`)];
}

async function readStored(files: RepositoryFiles, file: string): Promise<StoredRecord> {
  const bytes = (await files.read(file)) ?? new Uint8Array();
  return { file, record: parseRecord(bytes, file), sha256: hash('sha256', bytes) };
}

import { hash } from 'node:crypto';
import { ReleaseError, type PublishRecord } from '@bigpanda/release-model';
import type { Verifier } from '@bigpanda/signer';
import { listPointers } from './channel-pointer.ts';
import { parseRecord } from './json-record.ts';
import { layout, snapshotId } from './layout.ts';
import { listRecordFiles, recordFile, type StoredRecord } from './publish-record.ts';
import type { RepositoryFiles } from './repository-files.ts';
import type { FindingCode, RepositoryFinding } from './repository-finding.ts';
import { verifySignature } from './verify-signature.ts';

/** What was seen in the records. */
export interface VerifiedRecords {
  readonly findings: readonly RepositoryFinding[];
  readonly records: readonly PublishRecord[];
  /** Folders of snapshots that were removed on purpose. */
  readonly collected: ReadonlySet<string>;
  /** Paths of packages that stay although no snapshot lists them. */
  readonly yanked: ReadonlySet<string>;
}

/** Checks the row of records of every target: that it is whole, that each names the one before, that each is signed, and that every pointer is where its last record says. */
export async function verifyRecords(files: RepositoryFiles, verifier: Verifier): Promise<VerifiedRecords> {
  const folders = [...(await files.list(layout.snapshots)), ...(await files.list(layout.moves))];
  const findings: RepositoryFinding[] = [];
  const records: PublishRecord[] = [];
  for (const target of new Set(folders.map(({ name }) => name))) {
    const stored = await readSigned(files, verifier, { target, findings });
    records.push(...stored.map(({ record }) => record));
    findings.push(...verifyRow(stored), ...(await verifyStrangers(files, target)), ...(await verifyPointers(files, target, stored)));
  }
  const collected = records.flatMap(({ collected: ids = [], snapshot }) => ids.map((id) => layout.snapshot(snapshot.target, id)));
  return { findings, records, collected: new Set(collected), yanked: new Set(records.flatMap(({ yanked = [] }) => yanked)) };
}

interface RecordReading {
  readonly target: string;
  readonly findings: RepositoryFinding[];
}

async function readSigned(files: RepositoryFiles, verifier: Verifier, { target, findings }: RecordReading): Promise<readonly StoredRecord[]> {
  const stored: StoredRecord[] = [];
  for (const file of await listRecordFiles(files, target)) {
    const bytes = (await files.read(file)) ?? new Uint8Array();
    const record = parseOr(bytes, file);
    if ('code' in record) findings.push(record);
    else if (record.number !== undefined) {
      findings.push(...(await verifySignature(files, verifier, { file, bytes })));
      stored.push({ file, record, sha256: hash('sha256', bytes) });
    }
  }
  return stored.sort((left, right) => (left.record.number ?? 0) - (right.record.number ?? 0));
}

function parseOr(bytes: Uint8Array, file: string): PublishRecord | RepositoryFinding {
  try {
    const record = parseRecord(bytes, file);
    if (record.number === undefined || recordFile(record) === file) return record;
    return finding('RECORD_INVALID', file, `is the record of "${recordFile(record)}"`);
  } catch (error) {
    if (error instanceof ReleaseError) return finding('RECORD_INVALID', file, error.message);
    throw error;
  }
}

function verifyRow(stored: readonly StoredRecord[]): readonly RepositoryFinding[] {
  return stored.flatMap(({ file, record }, index) => {
    const before = stored[index - 1];
    if (record.number !== (before?.record.number ?? 0) + 1) return [finding('RECORD_CHAIN_BROKEN', file, `has the number ${record.number} after ${before?.record.number ?? 0}`)];
    if (record.previous === before?.sha256) return [];
    return [finding('RECORD_CHAIN_BROKEN', file, `follows the record "${record.previous ?? 'none'}"; the one before it is "${before?.sha256 ?? 'none'}"`)];
  });
}

async function verifyStrangers(files: RepositoryFiles, target: string): Promise<readonly RepositoryFinding[]> {
  const names = (await files.list(`${layout.moves}/${target}`)).map(({ name }) => name);
  const strangers = names.filter((name) => !/^\d{6,}\.json(?:\.asc)?$/.test(name) || !names.includes(name.replace(/\.asc$/, '')));
  return strangers.map((name) => finding('FILE_UNKNOWN', `${layout.moves}/${target}/${name}`, 'belongs to no record'));
}

/** A pointer that was put back to an older state names an older record than the last of its channel. */
async function verifyPointers(files: RepositoryFiles, target: string, stored: readonly StoredRecord[]): Promise<readonly RepositoryFinding[]> {
  const pointers = await listPointers(files).catch(() => []);
  return pointers.filter((pointer) => pointer.target === target).flatMap(({ channel, snapshot, record }) => {
    const last = stored.filter((each) => each.record.channel === channel).at(-1);
    if (last === undefined || (record?.sha256 === last.sha256 && snapshot.digest === last.record.snapshot.digest)) return [];
    return [finding('POINTER_INVALID', layout.pointer(channel, target), `points to "${snapshotId(snapshot)}" by record ${record?.number ?? 'none'}; the last record of the channel, ${last.record.number}, says "${snapshotId(last.record.snapshot)}"`)];
  });
}

function finding(code: FindingCode, file: string, message: string): RepositoryFinding {
  return { code, file, message };
}

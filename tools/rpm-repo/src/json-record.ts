import type { PublishRecord, RepoSnapshot } from '@bigpanda/release-model';
import { repositoryDamaged } from './repository-damage.ts';

/** Members of a JSON object that have not been looked at yet. */
export type JsonMembers = Readonly<Record<string, unknown>>;

/**
 * The object that one of the repository's JSON files holds.
 * @throws ReleaseError `REPOSITORY_DAMAGED`
 */
export function parseMembers(bytes: Uint8Array, file: string): JsonMembers {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString());
    if (isMembers(value)) return value;
  } catch (cause) {
    throw repositoryDamaged(file, 'is not JSON', cause);
  }
  throw repositoryDamaged(file, 'holds no JSON object');
}

/** @throws ReleaseError `REPOSITORY_DAMAGED` */
export function parseRecord(bytes: Uint8Array, file: string): PublishRecord {
  const members = parseMembers(bytes, file);
  return {
    snapshot: readSnapshot(members, file),
    channel: readText(members, 'channel', file),
    publishedAt: readText(members, 'publishedAt', file),
    publishedBy: readText(members, 'publishedBy', file),
    reason: readText(members, 'reason', file),
    commit: readText(members, 'commit', file),
  };
}

/** The member `snapshot`. @throws ReleaseError `REPOSITORY_DAMAGED` */
export function readSnapshot(members: JsonMembers, file: string): RepoSnapshot {
  const { snapshot } = members;
  if (!isMembers(snapshot)) throw repositoryDamaged(file, 'has no "snapshot"');
  const { serial, parent } = snapshot;
  if (typeof serial !== 'number' || !Number.isSafeInteger(serial) || serial < 1) throw repositoryDamaged(file, 'has a serial that is no number above 0');
  return {
    target: readText(snapshot, 'target', file),
    serial,
    digest: readDigest(snapshot, 'digest', file),
    ...(parent === undefined ? {} : { parent: readDigest(snapshot, 'parent', file) }),
  };
}

/** A member that is a text. @throws ReleaseError `REPOSITORY_DAMAGED` */
export function readText(members: JsonMembers, name: string, file: string): string {
  const value = members[name];
  if (typeof value === 'string') return value;
  throw repositoryDamaged(file, `has no text "${name}"`);
}

function readDigest(members: JsonMembers, name: string, file: string): string {
  const text = readText(members, name, file);
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw repositoryDamaged(file, `has ${JSON.stringify(text)} as "${name}"; wanted 64 hex digits`);
}

function isMembers(value: unknown): value is JsonMembers {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { PublishAction, PublishRecord, RepoSnapshot } from '@bigpanda/release-model';
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
    ...readPlace(members, file),
    ...readEffects(members, file),
  };
}

const actions: readonly PublishAction[] = ['init', 'add', 'remove', 'yank', 'advisory', 'import', 'promote', 'rollback', 'collect', 'freeze', 'thaw'];

/** Where a record stands in the row. */
function readPlace(members: JsonMembers, file: string): Pick<PublishRecord, 'action' | 'number' | 'previous' | 'replaced'> {
  const action = actions.find((each) => each === members['action']);
  if (action === undefined && members['action'] !== undefined) throw repositoryDamaged(file, `has the action ${JSON.stringify(members['action'])}`);
  return {
    ...(action === undefined ? {} : { action }),
    ...(members['number'] === undefined ? {} : { number: readCount(members, 'number', file) }),
    ...(members['previous'] === undefined ? {} : { previous: readDigest(members, 'previous', file) }),
    ...(members['replaced'] === undefined ? {} : { replaced: readDigest(members, 'replaced', file) }),
  };
}

function readEffects(members: JsonMembers, file: string): Pick<PublishRecord, 'releasePackage' | 'yanked' | 'collected' | 'matrix'> {
  return {
    ...(members['releasePackage'] === undefined ? {} : { releasePackage: readText(members, 'releasePackage', file) }),
    ...(members['yanked'] === undefined ? {} : { yanked: readTexts(members, 'yanked', file) }),
    ...(members['collected'] === undefined ? {} : { collected: readTexts(members, 'collected', file) }),
    ...(members['matrix'] === undefined ? {} : { matrix: readMatrixReference(members['matrix'], file) }),
  };
}

function readMatrixReference(matrix: unknown, file: string): NonNullable<PublishRecord['matrix']> {
  if (!isMembers(matrix)) throw repositoryDamaged(file, 'has a "matrix" that is no object');
  const verdict = (['passed', 'failed', 'not-run', 'waived'] as const).find((each) => each === matrix['verdict']);
  if (verdict === undefined) throw repositoryDamaged(file, `has the matrix ${JSON.stringify(matrix['verdict'])}`);
  return { verdict, ...(matrix['sha256'] === undefined ? {} : { sha256: readDigest(matrix, 'sha256', file) }) };
}

/** The member `snapshot`. @throws ReleaseError `REPOSITORY_DAMAGED` */
export function readSnapshot(members: JsonMembers, file: string): RepoSnapshot {
  const { snapshot } = members;
  if (!isMembers(snapshot)) throw repositoryDamaged(file, 'has no "snapshot"');
  const { parent } = snapshot;
  return {
    target: readText(snapshot, 'target', file),
    serial: readCount(snapshot, 'serial', file),
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

/** A member that is a list of texts. @throws ReleaseError `REPOSITORY_DAMAGED` */
export function readTexts(members: JsonMembers, name: string, file: string): readonly string[] {
  const value = members[name];
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
  throw repositoryDamaged(file, `has no list "${name}" of texts`);
}

/** A member that counts from 1. @throws ReleaseError `REPOSITORY_DAMAGED` */
export function readCount(members: JsonMembers, name: string, file: string): number {
  const value = members[name];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value;
  throw repositoryDamaged(file, `has no number above 0 as "${name}"`);
}

/** A member that is a SHA-256 in hex. @throws ReleaseError `REPOSITORY_DAMAGED` */
export function readDigest(members: JsonMembers, name: string, file: string): string {
  const text = readText(members, name, file);
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw repositoryDamaged(file, `has ${JSON.stringify(text)} as "${name}"; wanted 64 hex digits`);
}

export function isMembers(value: unknown): value is JsonMembers {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { createHash } from 'node:crypto';
import * as z from 'zod';
import { canonicalJson, parseConfiguration, type ReleasePlan } from '@bigpanda/release-model';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, '64 hex digits');
const gitId = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/, 'an id of git');
const fileDigest = z.strictObject({ file: z.string().min(1), sha256 });

const packageRecord = z.strictObject({
  name: z.string(), version: z.string(), release: z.string(), arch: z.string(), target: z.string(), file: z.string(), sha256, sizeBytes: z.int(),
  companions: z.array(fileDigest),
});

const component = z.strictObject({
  name: z.string(), root: z.string(), version: z.string(), rpmVersion: z.string(), lastVersion: z.string().optional(),
  releaseTag: z.string(), tagObject: gitId,
  source: gitId, issues: z.array(z.string()), notes: z.string(),
  changelog: z.strictObject({ timeSeconds: z.int(), author: z.string(), text: z.string() }),
  manifest: fileDigest, packages: z.array(packageRecord),
  /** What went to npm: name, tarball, and its Subresource Integrity, by which a registry can be checked. */
  npm: z.strictObject({ name: z.string(), file: z.string(), integrity: z.string(), sizeBytes: z.int() }).optional(),
});

const plan = z.custom<ReleasePlan>((value) => typeof value === 'object' && value !== null && Array.isArray((value as Partial<ReleasePlan>).components), 'a plan');

const snapshot = z.strictObject({ target: z.string(), serial: z.int(), digest: sha256, parent: sha256.optional() });

/** What the ledger says of one release. */
export const ledgerRecordSchema = z.strictObject({
  schema: z.literal(1),
  /** From 1. */
  number: z.int().min(1),
  /** SHA-256 of the record before. */
  previous: sha256.optional(),
  id: z.string().regex(/^[0-9a-f]{12}$/),
  kind: z.enum(['release', 'rebuild']),
  releasedAt: z.iso.datetime(),
  approvedBy: z.string(), runBy: z.string(), reason: z.string(),
  branch: z.string(), channel: z.string(),
  planDigest: sha256, plan,
  /** `planned` was planned at, `released` is tagged, `tree` is what was built. */
  commits: z.strictObject({ planned: gitId, released: gitId, tree: gitId }),
  components: z.array(component),
  lint: z.strictObject({ errors: z.int(), warnings: z.int(), notes: z.int() }),
  rehearsals: z.record(z.string(), z.strictObject({ verdict: z.enum(['passed', 'failed', 'not-run', 'waived']), sha256: sha256.optional() })),
  snapshots: z.record(z.string(), snapshot),
});

export type LedgerRecord = z.output<typeof ledgerRecordSchema>;
export type LedgerComponent = LedgerRecord['components'][number];
export type LedgerPackage = LedgerComponent['packages'][number];

/** The bytes of a record's file. */
export function formatRecord(record: LedgerRecord): string {
  return canonicalJson(record);
}

/** @throws ReleaseError `LEDGER_INVALID` with all problems */
export function parseLedgerRecord(text: string, file: string): LedgerRecord {
  return parseConfiguration(ledgerRecordSchema, { text, file, code: 'LEDGER_INVALID', what: 'read the ledger' });
}

/** What the next record names this one by. */
export function digestText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Where things stand on the branch. */
export const ledgerLayout = {
  branch: 'ledger',
  ref: 'refs/heads/ledger',
  records: 'records',
  record: (number: number): string => `records/${String(number).padStart(6, '0')}.json`,
  manifest: (name: string, version: string): string => `manifests/${name}-${version}.json`,
} as const;

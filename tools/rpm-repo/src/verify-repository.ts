import { createVerifier } from '@bigpanda/signer';
import { layout } from './layout.ts';
import { isOfIntent, readIntent } from './publish-intent.ts';
import { openRepositoryFiles, type RepositoryFiles } from './repository-files.ts';
import type { RepositoryFinding } from './repository-finding.ts';
import { verifyChannels } from './verify-channels.ts';
import { readRepositoryKeys, verifyKeys } from './verify-keys.ts';
import { verifyLinks } from './verify-links.ts';
import { verifyPool } from './verify-pool.ts';
import { verifyRecords } from './verify-records.ts';
import { verifySnapshots } from './verify-snapshots.ts';

export interface VerifyOptions {
  /** Armored keys that signatures have to be made with. When absent, those in the repository itself, which whoever changed the repository may have changed too. */
  readonly publicKeys?: readonly string[];
}

const rootFolders: readonly string[] = [
  layout.channels, layout.keys, layout.pool, layout.snapshots, layout.moves, layout.serials, layout.releases, layout.times,
];

/**
 * Everything that is wrong with a repository: pointers, records and their row, signatures, metadata, packages, files that nothing names.
 * Good when the list is empty. Reads every file once and changes nothing.
 * @throws ReleaseError `PUBLIC_KEY_INVALID`
 */
export async function verifyRepository(root: string, options: VerifyOptions = {}): Promise<readonly RepositoryFinding[]> {
  const files = openRepositoryFiles(root);
  const verifier = await createVerifier(options.publicKeys ?? (await readRepositoryKeys(files)));
  const row = await verifyRecords(files, verifier);
  const { findings, snapshots, packages } = await verifySnapshots(files, verifier, row.collected);
  const intent = await readIntent(files).catch(() => undefined);
  const all = [
    ...(await verifyRoot(files)),
    ...(await verifyKeys(files, verifier)),
    ...(await verifyChannels(files, snapshots, packages)),
    ...row.findings,
    ...(await verifyLinks(files, row.records)),
    ...findings,
    ...(await verifyPool(files, verifier, { listed: packages, yanked: row.yanked })),
  ];
  return all.map((finding) => (intent !== undefined && isOfIntent(intent, finding.file) ? { ...finding, code: 'LEFTOVER' } : finding));
}

async function verifyRoot(files: RepositoryFiles): Promise<readonly RepositoryFinding[]> {
  const names = (await files.list('')).map(({ name }) => name);
  return names.filter((name) => !rootFolders.includes(name)).map(describeStranger);
}

function describeStranger(name: string): RepositoryFinding {
  const isLeftover = name === layout.intent || name === layout.staging || name === layout.lock || name.startsWith(`${layout.lock}.`);
  if (isLeftover) return { code: 'LEFTOVER', file: name, message: 'belongs to a publish that is going on or was cut off' };
  return { code: 'FILE_UNKNOWN', file: name, message: 'belongs to nothing in a repository' };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { ReleaseError } from '@bigpanda/release-model';
import { createVerifier } from '@bigpanda/signer';
import { listPointers } from './channel-pointer.ts';
import { layout } from './layout.ts';
import { isOfIntent, readIntent } from './publish-intent.ts';
import { openRepositoryFiles, type RepositoryFiles } from './repository-files.ts';
import type { RepositoryFinding } from './repository-finding.ts';
import { rootFolders } from './repository-folder.ts';
import { isLocked, withRepositoryLock } from './repository-lock.ts';
import { verifyChannels } from './verify-channels.ts';
import { readRepositoryKeys, verifyKeys } from './verify-keys.ts';
import { verifyLinks } from './verify-links.ts';
import { findPlantedLinks } from './verify-places.ts';
import { verifyPool } from './verify-pool.ts';
import { verifyRecords } from './verify-records.ts';
import { verifySnapshots } from './verify-snapshots.ts';

export interface VerifyOptions {
  /** Armored keys that signatures have to be made with. When absent, those in the repository itself, which whoever changed the repository may have changed too. */
  readonly publicKeys?: readonly string[];
}

/** A look at a repository that somebody changes is repeated so often, so far apart, before changes are kept out. */
const freeTries = 3;
const waitMilliseconds = 200;

/**
 * Everything that is wrong with a repository: pointers, records and their row, signatures, metadata, packages, files that nothing names.
 * Good when the list is empty. Reads every file once and changes nothing; while others publish it looks again, and keeps them out if it has to.
 * @throws ReleaseError `PUBLIC_KEY_INVALID`, `REPOSITORY_LOCKED` where somebody holds the lock for longer than half a minute
 */
export async function verifyRepository(root: string, options: VerifyOptions = {}): Promise<readonly RepositoryFinding[]> {
  const files = openRepositoryFiles(root);
  for (let attempt = 0; attempt < freeTries; attempt += 1) {
    const before = await describeState(root, files);
    const findings = await inspectRepository(root, options);
    if (findings.length === 0 || (before.isFree && (await describeState(root, files)).text === before.text)) return findings;
    await sleep(waitMilliseconds);
  }
  return withRepositoryLock(root, async () => withoutLock(await inspectRepository(root, options)), { waitSeconds: 30 });
}

/** What tells whether anything was changed between two looks. */
async function describeState(root: string, files: RepositoryFiles): Promise<{ readonly isFree: boolean; readonly text: string }> {
  const isFree = !isLocked(root);
  const pointers = await listPointers(files).catch(() => []);
  return { isFree, text: JSON.stringify([isFree, pointers, await files.list('')]) };
}

/** As `verifyRepository`, as things are at this moment: for whoever holds the lock. @throws ReleaseError `PUBLIC_KEY_INVALID` */
export async function inspectRepository(root: string, options: VerifyOptions = {}): Promise<readonly RepositoryFinding[]> {
  const odd = new Set<string>();
  const files = withoutOddFiles(openRepositoryFiles(root), odd);
  const verifier = await createVerifier(options.publicKeys ?? (await readRepositoryKeys(files)));
  const row = await verifyRecords(files, verifier);
  const { findings, snapshots, packages, unread } = await verifySnapshots(files, verifier, row.collected);
  const intent = await readIntent(files).catch(() => undefined);
  const all = [
    ...(await verifyRoot(files)),
    ...(await verifyKeys(files, verifier)),
    ...(await verifyChannels(files, row.records, { snapshots, packages })),
    ...row.findings,
    ...(await verifyLinks(files, row.records)),
    ...findings,
    ...(await verifyPool(files, verifier, { listed: packages, yanked: row.yanked, isEveryListed: unread.length === 0 })),
    ...[...odd].map((file): RepositoryFinding => ({ code: 'FILE_UNKNOWN', file, message: 'is no plain file, where one has to be' })),
  ];
  // Most links are looked at where they belong.
  const planted = (await findPlantedLinks(files)).filter(({ file }) => !all.some((finding) => finding.file === file));
  return [...all, ...planted].map((finding) => (intent !== undefined && isOfIntent(intent, finding.file) ? { ...finding, code: 'LEFTOVER' } : finding));
}

/** The findings without those on a lock that is the caller's own. */
export function withoutLock(findings: readonly RepositoryFinding[]): readonly RepositoryFinding[] {
  return findings.filter(({ file }) => !file.startsWith(layout.lock));
}

/** The repository's files with pipes, devices and folders in the place of files noted and taken for missing. */
function withoutOddFiles(files: RepositoryFiles, odd: Set<string>): RepositoryFiles {
  return {
    ...files,
    read: async (path) => files.read(path).catch((error: unknown) => {
      if (!(error instanceof ReleaseError) || error.code !== 'REPOSITORY_DAMAGED') throw error;
      odd.add(path);
      return undefined;
    }),
  };
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

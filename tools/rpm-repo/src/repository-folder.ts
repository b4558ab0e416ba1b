import { readdir } from 'node:fs/promises';
import { ReleaseError } from '@bigpanda/release-model';
import { layout } from './layout.ts';

/** What stands at the root of a repository. */
export const rootFolders: readonly string[] = [
  layout.channels, layout.keys, layout.pool, layout.snapshots, layout.moves, layout.serials, layout.releases, layout.times,
];

/**
 * Checks that a folder is a repository, empty, or not there yet, before anything is written to it.
 * @throws ReleaseError `REPOSITORY_FOREIGN` (exit status 2)
 */
export async function requireOwnFolder(root: string): Promise<void> {
  const names = (await listNames(root)) ?? [];
  // One that lost a part is still one.
  if (names.includes(layout.channels) || names.includes(layout.snapshots)) return;
  const strangers = names.filter((name) => !rootFolders.includes(name) && !isOwnDotFile(name));
  if (strangers.length === 0) return;
  throw new ReleaseError('REPOSITORY_FOREIGN', `open the repository: "${root}" is no repository and holds other things, such as "${strangers[0] ?? ''}"`, { exitStatus: 2, hint: 'Name the folder of a repository, or an empty or new one.' });
}

/**
 * Checks that there is a repository to read.
 * @throws ReleaseError `REPOSITORY_MISSING`, `REPOSITORY_FOREIGN` (exit status 2)
 */
export async function requireRepository(root: string): Promise<void> {
  if ((await listNames(root)) === undefined) throw new ReleaseError('REPOSITORY_MISSING', `open the repository: there is no folder "${root}"`, { exitStatus: 2, hint: 'Publish first with npm start, or name the folder of a repository with --repo.' });
  await requireOwnFolder(root);
}

function isOwnDotFile(name: string): boolean {
  return [layout.staging, layout.intent, layout.lock].some((own) => name === own || name.startsWith(`${own}.`));
}

async function listNames(root: string): Promise<readonly string[] | undefined> {
  try {
    return await readdir(root);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT') return undefined;
    if (code === 'ENOTDIR') throw new ReleaseError('REPOSITORY_FOREIGN', `open the repository: "${root}" is no folder`, { exitStatus: 2, cause, hint: 'Name the folder of a repository, or an empty or new one.' });
    throw cause;
  }
}

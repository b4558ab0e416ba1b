import { readdirSync } from 'node:fs';
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
export function requireOwnFolder(root: string): void {
  const names = listNames(root) ?? [];
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
export function requireRepository(root: string): void {
  if (listNames(root) === undefined) throw new ReleaseError('REPOSITORY_MISSING', `open the repository: there is no folder "${root}"`, { exitStatus: 2, hint: 'Publish first with npm start, or name the folder of a repository with --repo.' });
  requireOwnFolder(root);
}

function isOwnDotFile(name: string): boolean {
  return [layout.staging, layout.intent, layout.lock].some((own) => name === own || name.startsWith(`${own}.`));
}

function listNames(root: string): readonly string[] | undefined {
  try {
    return readdirSync(root);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT') return undefined;
    if (code === 'ENOTDIR') throw new ReleaseError('REPOSITORY_FOREIGN', `open the repository: "${root}" is no folder`, { exitStatus: 2, cause, hint: 'Name the folder of a repository, or an empty or new one.' });
    throw cause;
  }
}

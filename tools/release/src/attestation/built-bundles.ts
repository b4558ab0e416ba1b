import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ReleaseError } from '@bigpanda/release-model';
import { readLockFile, type LockedPackage } from './lock-file.ts';

/** An npm package of which a bundle holds code. */
export interface BundledLibrary {
  /** Below the workspace. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly licence?: string;
  /** Folders of the bundled packages that it imports. */
  readonly imports: readonly string[];
  /** SHA-512 of its archive in the registry, in hex digits, as the lock file has it. */
  readonly sha512?: string;
}

/** A bundle as it was built. */
export interface BuiltBundle {
  /** SHA-256 of its bytes, by which the packages that install it are found. */
  readonly sha256: string;
  readonly packages: readonly BundledLibrary[];
  /** Folders of the packages that the component's own sources import. */
  readonly imports: readonly string[];
}

/**
 * The bundles of a component that is built, from the lists that its build left, with what the lock file says of each npm package.
 * @throws ReleaseError `LOCK_DIFFERS` where what was bundled is not what is locked, `LOCK_INVALID`
 */
export async function readBuiltBundles(workspaceRoot: string, componentRoot: string): Promise<readonly BuiltBundle[]> {
  const folder = join(workspaceRoot, componentRoot, 'dist/bundle');
  if (!existsSync(join(folder, 'meta'))) return [];
  const lock = await readLockFile(workspaceRoot);
  const lists = (await readdir(join(folder, 'meta'), { recursive: true })).filter((name) => name.endsWith('.json')).sort();
  const bundles = await Promise.all(lists.map(async (name) => {
    const { packages = [], imports = [] } = JSON.parse(await readFile(join(folder, 'meta', name), 'utf8')) as Partial<Omit<BuiltBundle, 'sha256'>>;
    return { sha256: hash('sha256', await readFile(join(folder, name.slice(0, -'.json'.length)))), packages, imports };
  }));
  if (lock === undefined) return bundles;
  requireLocked(bundles, lock);
  return bundles.map((bundle) => ({ ...bundle, packages: bundle.packages.map((one) => ({ ...one, ...pickDigest(lock.get(one.folder)) })) }));
}

function pickDigest(locked: LockedPackage | undefined): Pick<BundledLibrary, 'sha512'> {
  return locked?.sha512 === undefined ? {} : { sha512: locked.sha512 };
}

/** What is installed by hand is in no lock file: nobody else would build the same. */
function requireLocked(bundles: readonly BuiltBundle[], lock: ReadonlyMap<string, LockedPackage>): void {
  const libraries = new Map(bundles.flatMap(({ packages }) => packages.map((one) => [one.folder, one])));
  // What lies outside of the workspace is none of its lock file's.
  const problems = [...libraries.values()].filter(({ folder }) => !folder.startsWith('../')).filter(({ folder, version }) => lock.get(folder)?.version !== version).map(({ folder, version }) => ({ path: folder, found: `version ${version}`, allowed: lock.get(folder)?.version ?? 'nothing: package-lock.json does not have it' }));
  if (problems.length === 0) return;
  throw new ReleaseError('LOCK_DIFFERS', `list what is bundled: ${problems.length} npm ${problems.length === 1 ? 'package is' : 'packages are'} not as package-lock.json says`, { exitStatus: 3, problems, hint: 'Install what is locked (npm ci) and build again; or lock what is installed (npm install) and commit package-lock.json.' });
}

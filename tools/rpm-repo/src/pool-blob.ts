import { hash } from 'node:crypto';
import { layout, poolPath, type StoredPackage } from './layout.ts';
import { repositoryDamaged } from './repository-damage.ts';
import type { RepositoryFiles } from './repository-files.ts';

/** The bytes of a package in the pool, `undefined` where it is not. @throws ReleaseError `REPOSITORY_DAMAGED` when they are others */
export async function readBlob(files: RepositoryFiles, stored: StoredPackage): Promise<Uint8Array | undefined> {
  const path = poolPath(stored);
  const bytes = await files.read(path);
  if (bytes === undefined) return undefined;
  const sha256 = hash('sha256', bytes);
  if (sha256 !== stored.sha256) throw repositoryDamaged(path, `has the sha256 "${sha256}"; wanted "${stored.sha256}"`);
  return bytes;
}

/** Every file in the pool, by its path below the root: packages, and what tells of them. */
export async function listPool(files: RepositoryFiles, folder: string = layout.pool): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const { name, kind } of await files.list(folder)) {
    if (kind === 'folder') paths.push(...(await listPool(files, `${folder}/${name}`)));
    else paths.push(`${folder}/${name}`);
  }
  return paths;
}

import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { RpmPackage } from '@bigpanda/release-model';
import type { BuiltPackage } from './packager.ts';

/**
 * Writes packages to a folder, which is made when it is not there. Each file appears whole or not at all and replaces one of its name.
 * When writing one fails, those before it stay.
 */
export async function writePackages(folder: string, packages: readonly BuiltPackage[]): Promise<readonly RpmPackage[]> {
  await mkdir(folder, { recursive: true });
  const written: RpmPackage[] = [];
  for (const { name, epoch, version, release, arch, sizeBytes, sha256, fileName, chunks } of packages) {
    const file = join(folder, fileName);
    await writeWhole(file, join(folder, `.${fileName}.${randomBytes(6).toString('hex')}.tmp`), chunks);
    written.push({ name, epoch, version, release, arch, file, sizeBytes, sha256 });
  }
  return written;
}

async function writeWhole(file: string, temporary: string, chunks: readonly Uint8Array[]): Promise<void> {
  try {
    await writeSynced(temporary, chunks);
    await rename(temporary, file);
  } catch (cause) {
    await unlink(temporary).catch(() => undefined);
    throw cause;
  }
}

async function writeSynced(file: string, chunks: readonly Uint8Array[]): Promise<void> {
  await using handle = await open(file, 'wx', 0o644);
  for (const chunk of chunks) await handle.writeFile(chunk);
  await handle.sync();
}

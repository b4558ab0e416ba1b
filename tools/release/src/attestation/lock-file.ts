import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { parseConfiguration } from '@bigpanda/release-model';

const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ version: z.string().optional(), integrity: z.string().optional() })),
});

/** What npm's lock file says of an installed package. */
export interface LockedPackage {
  readonly version?: string | undefined;
  /** SHA-512 of the archive in the registry, in hex digits. */
  readonly sha512?: string;
}

/** The packages of a workspace's `package-lock.json` (npm docs, package-lock.json, "packages") by their folder; absent where there is none. @throws ReleaseError `LOCK_INVALID` */
export async function readLockFile(root: string): Promise<ReadonlyMap<string, LockedPackage> | undefined> {
  const file = 'package-lock.json';
  const text = await readFile(join(root, file), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { packages } = parseConfiguration(lockSchema, { text, file, code: 'LOCK_INVALID', what: 'read the lock file' });
  return new Map(Object.entries(packages).map(([folder, { version, integrity = '' }]) => [folder, { version, ...readSha512(integrity) }]));
}

/** Of several digests (W3C, Subresource Integrity) the one by SHA-512. */
function readSha512(integrity: string): Pick<LockedPackage, 'sha512'> {
  const base64 = integrity.split(/\s+/).find((one) => one.startsWith('sha512-'))?.slice('sha512-'.length);
  return base64 === undefined ? {} : { sha512: Buffer.from(base64, 'base64').toString('hex') };
}

import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, realpath, type FileHandle } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isImmutable } from './content-headers.ts';

/** An open file of the repository. */
export interface StoredFile {
  readonly handle: FileHandle;
  readonly sizeBytes: number;
  /** Strong: equal for equal bytes only. */
  readonly etag: string;
}

/** More than a pointer, mirrorlist or key is; larger files outside the immutable folders have no ETag. */
const hashedLimitBytes = 1 << 20;

/** Opens a regular file below the root; `undefined` where there is none or a link leads out of the root. */
export async function openStoredFile(root: string, parts: readonly string[]): Promise<StoredFile | undefined> {
  const place = await realpath(join(root, ...parts)).catch(() => undefined);
  const base = await realpath(root);
  if (place === undefined || !place.startsWith(base + sep)) return undefined;
  // What the link leads to is served only if it might be asked for by its own name.
  if (place.slice(base.length).split(sep).some((part) => part.startsWith('.'))) return undefined;
  // A pipe would keep whoever opens it waiting.
  const handle = await open(place, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  const stat = await handle?.stat();
  if (handle === undefined || stat === undefined) return undefined;
  if (stat.isFile()) return { handle, sizeBytes: stat.size, etag: await makeEtag(handle, { path: parts.join('/'), sizeBytes: stat.size }) };
  await handle.close();
  return undefined;
}

/** Of the path where bytes never change, else of the bytes. */
async function makeEtag(handle: FileHandle, { path, sizeBytes }: { readonly path: string; readonly sizeBytes: number }): Promise<string> {
  if (isImmutable(path)) return quote(`${path} ${sizeBytes}`);
  if (sizeBytes > hashedLimitBytes) return '';
  const buffer = Buffer.alloc(sizeBytes);
  await handle.read(buffer, 0, sizeBytes, 0);
  return quote(buffer);
}

function quote(content: string | Uint8Array): string {
  return `"${createHash('sha256').update(content).digest('hex').slice(0, 32)}"`;
}

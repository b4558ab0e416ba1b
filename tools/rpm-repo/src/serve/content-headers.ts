const contentTypes: Readonly<Record<string, string>> = {
  rpm: 'application/x-rpm',
  xml: 'application/xml',
  gz: 'application/gzip',
  zst: 'application/zstd',
  json: 'application/json',
  asc: 'application/pgp-signature',
  key: 'application/pgp-keys',
  mirrorlist: 'text/plain; charset=utf-8',
  repo: 'text/plain; charset=utf-8',
};

/** The media type of a file by its name. */
export function contentType(path: string): string {
  if (path.startsWith('keys/')) return 'application/pgp-keys';
  return contentTypes[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
}

/** Whether what stands at a path never changes: packages, snapshots with their records, documents that are named by their digest. */
export function isImmutable(path: string): boolean {
  return path.startsWith('pool/') || path.startsWith('snapshots/') || path.startsWith('serial/') || /^channels\/.*\/repodata\/[0-9a-f]{64}-/.test(path);
}

/** How long a copy of what stands at a path may be used. */
export function cacheControl(path: string): string {
  return isImmutable(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { pack, type Headers, type Pack } from 'tar-stream';
import type { FileContent } from '@bigpanda/rpm-format';

/** One file of an archive. */
export interface ArchiveEntry {
  /** Relative, with slashes between plain names. */
  readonly path: string;
  /** Absent of a symbolic link. */
  readonly content?: FileContent;
  /** What a symbolic link points to. */
  readonly target?: string;
  readonly isProgram?: boolean;
}

/** The best level: it is written once and carried about often. */
const gzipLevel = 9;

/** A tar archive, compressed with gzip: the same entries, in any order, give the same bytes. Held in memory. */
export async function writeArchive(entries: readonly ArchiveEntry[], timeSeconds: number): Promise<Uint8Array> {
  const archive = pack();
  const chunks: Buffer[] = [];
  archive.on('data', (chunk: Buffer) => chunks.push(chunk));
  const sorted = [...new Map(entries.map((entry) => [entry.path, entry])).values()].sort((left, right) => (left.path < right.path ? -1 : 1));
  for (const entry of sorted) await addEntry(archive, entry, timeSeconds);
  archive.finalize();
  await new Promise((resolve) => { archive.once('end', resolve); });
  return promisify(gzip)(Buffer.concat(chunks), { level: gzipLevel });
}

async function addEntry(archive: Pack, { path, content = new Uint8Array(0), target, isProgram = false }: ArchiveEntry, timeSeconds: number): Promise<void> {
  const bytes = await readContent(content);
  const facts: Headers = { name: path, mode: isProgram ? 0o755 : 0o644, mtime: new Date(timeSeconds * 1000), uid: 0, gid: 0, uname: 'root', gname: 'root' };
  await new Promise<void>((resolve, reject) => {
    const done = (error?: Error | null): void => {
      if (error) reject(error);
      else resolve();
    };
    if (target === undefined) archive.entry({ ...facts, type: 'file', size: bytes.length }, bytes, done);
    else archive.entry({ ...facts, type: 'symlink', linkname: target }, done);
  });
}

async function readContent(content: FileContent): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content instanceof Uint8Array ? [content] : content.read()) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

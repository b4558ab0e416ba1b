import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { PandaError } from '@bigpanda/model';

const contentTypes: Readonly<Record<string, string>> = { '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml' };

/** A file of the folder `static/`. */
export interface StaticFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  /** The first 16 hexadecimal digits of the SHA-256 of the body. */
  readonly digest: string;
}

/** Static files by their plain names, such as `monitor.css`. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

/**
 * Style sheets, scripts and pictures of these folders, by file name.
 * A folder that does not exist adds nothing, but one of them must: from source the scripts are there once they are built.
 * @throws PandaError `STATIC_MISSING`
 */
export function readStaticFiles(folders: readonly URL[]): StaticFiles {
  try {
    return new Map(folders.filter((folder, index) => index === 0 || existsSync(folder)).flatMap(readFolder));
  } catch (cause) {
    throw new PandaError('STATIC_MISSING', `read static files: ${(cause as Error).message}`, { hint: 'Install the package again.', cause });
  }
}

/** The path of a file below `static/`, with the digest of its content in it: `monitor.0123456789abcdef.css`. */
export function staticName(files: StaticFiles, name: string): string {
  const digest = files.get(name)?.digest;
  return digest === undefined ? name : name.replace(/(?=\.[a-z]+$)/, `.${digest}`);
}

/** The file of a name with or without digest. It may be kept for ever when the digest is that of its content; an older digest gives what the file is now. */
export function findStaticFile(files: StaticFiles, requested: string): { readonly file: StaticFile; readonly isLasting: boolean } | undefined {
  const file = files.get(requested.replace(/\.[0-9a-f]{16}(?=\.[a-z]+$)/, ''));
  return file === undefined ? undefined : { file, isLasting: requested.includes(`.${file.digest}.`) };
}

function readFolder(folder: URL): (readonly [name: string, file: StaticFile])[] {
  return readdirSync(folder).sort().flatMap((name) => {
    const contentType = contentTypes[extname(name)];
    return contentType === undefined ? [] : [[name, readStaticFile(new URL(name, folder), contentType)] as const];
  });
}

function readStaticFile(file: URL, contentType: string): StaticFile {
  const body = new Uint8Array(readFileSync(file));
  return { body, contentType, digest: createHash('sha256').update(body).digest('hex').slice(0, 16) };
}

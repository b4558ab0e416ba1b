import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { PandaError } from '@bigpanda/model';

const contentTypes: Readonly<Record<string, string>> = { '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml' };

/** A file of the folder `static/`. */
export interface StaticFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
  readonly etag: string;
}

/**
 * The style sheet and pictures, by file name.
 * @throws PandaError `STATIC_MISSING`
 */
export function readStaticFiles(folder: URL): ReadonlyMap<string, StaticFile> {
  try {
    return new Map(readdirSync(folder).flatMap((name) => {
      const contentType = contentTypes[extname(name)];
      return contentType === undefined ? [] : [[name, readStaticFile(new URL(name, folder), contentType)]];
    }));
  } catch (cause) {
    throw new PandaError('STATIC_MISSING', `read static files: ${(cause as Error).message}`, { hint: 'Install the package again.', cause });
  }
}

function readStaticFile(file: URL, contentType: string): StaticFile {
  const body = new Uint8Array(readFileSync(file));
  return { body, contentType, etag: `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"` };
}

import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { ReleaseError, type RepositoryConfig } from '@bigpanda/release-model';
import { formatMirrorlist } from '../channel-pointer.ts';
import { renderMetalink } from '../channel-view.ts';
import { renderDotRepo } from '../dot-repo.ts';
import { listClientKeyFiles } from '../published-keys.ts';
import { openRepositoryFiles } from '../repository-files.ts';
import { readChannel } from '../repository-listing.ts';
import { readByteRange } from './byte-range.ts';
import { cacheControl, contentType } from './content-headers.ts';
import { readPage, renderPage } from './repository-page.ts';
import { chooseBaseUrl } from './request-base-url.ts';
import type { RequestCounts } from './request-counts.ts';
import { readRequestPath } from './request-path.ts';
import { resolveMoment } from './resolve-moment.ts';
import { openStoredFile, type StoredFile } from './stored-file.ts';

/** What is served. */
export interface ServedRepository {
  readonly root: string;
  readonly config: RepositoryConfig;
  /** Shown at `/metrics` when they are kept. */
  readonly counts?: RequestCounts;
}

/** Answers one request; whatever goes wrong inside becomes status 500 without details. */
export async function respond(served: ServedRepository, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'");
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return sendText(request, response, { status: 405, body: 'Only GET and HEAD are answered.\n' });
  }
  const parts = readRequestPath(request.url ?? '');
  if (parts === undefined) return sendMissing(request, response);
  const made = await makeText(served, parts, request);
  if (made !== undefined) return sendText(request, response, made);
  const file = await openStoredFile(served.root, await resolveMoment(served.root, parts));
  if (file === undefined) return sendMissing(request, response);
  try {
    await sendFile(request, response, { ...file, path: parts.join('/') });
  } finally {
    await file.handle.close();
  }
}

interface MadeText {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
}

/** The answers that depend on the host the client asked for. */
async function makeText({ root, config, counts }: ServedRepository, parts: readonly string[], request: IncomingMessage): Promise<MadeText | undefined> {
  const [folder, channel = '', file = '', ...rest] = parts;
  const baseUrl = chooseBaseUrl(request.headers.host, channel, config);
  if (folder === undefined) return { status: 200, body: renderPage(await readPage(root, config, baseUrl), config), type: 'text/html; charset=utf-8' };
  if (folder === 'metrics' && parts.length === 1 && counts !== undefined) return { status: 200, body: counts.render(), type: 'text/plain; version=0.0.4; charset=utf-8' };
  const [, target, kind] = /^(.+)\.(repo|mirrorlist|metalink)$/.exec(file) ?? [];
  if (folder !== 'channels' || target === undefined || rest.length > 0) return undefined;
  const pointer = await readChannel(root, channel, target);
  if (pointer === undefined) return undefined;
  const files = openRepositoryFiles(root);
  if (kind === 'repo') return { status: 200, body: renderDotRepo(config, channel, target, { baseUrl, keyFiles: await listClientKeyFiles(files, pointer, config) }) };
  if (kind === 'metalink') return { status: 200, body: await renderMetalink(files, pointer, baseUrl), type: 'application/metalink+xml' };
  return { status: 200, body: formatMirrorlist(pointer, baseUrl) };
}

function sendText(request: IncomingMessage, response: ServerResponse, { status, body, type = 'text/plain; charset=utf-8' }: MadeText): void {
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
  if (status === 200 && request.headers['if-none-match'] === etag) {
    response.writeHead(304, { ETag: etag, 'Cache-Control': 'no-cache', Vary: 'Host' }).end();
    return;
  }
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-cache',
    Vary: 'Host',
    ...(status === 200 ? { ETag: etag } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function sendMissing(request: IncomingMessage, response: ServerResponse): void {
  sendText(request, response, { status: 404, body: 'There is no such file.\n' });
}

async function sendFile(request: IncomingMessage, response: ServerResponse, file: StoredFile & { readonly path: string }): Promise<void> {
  const { etag, sizeBytes, path } = file;
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Cache-Control', cacheControl(path));
  if (etag !== '') response.setHeader('ETag', etag);
  if (etag !== '' && request.headers['if-none-match'] === etag) {
    response.writeHead(304).end();
    return;
  }
  const isCurrent = request.headers['if-range'] === undefined || request.headers['if-range'] === etag;
  const range = isCurrent ? readByteRange(request.headers.range, sizeBytes) : undefined;
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'Content-Range': `bytes */${sizeBytes}`, 'Content-Length': 0 }).end();
    return;
  }
  const { first, last } = range ?? { first: 0, last: sizeBytes - 1 };
  response.writeHead(range === undefined ? 200 : 206, {
    'Content-Type': contentType(path),
    'Content-Length': last - first + 1,
    ...(range === undefined ? {} : { 'Content-Range': `bytes ${first}-${last}/${sizeBytes}` }),
  });
  if (request.method === 'HEAD' || sizeBytes === 0) response.end();
  else await pipeline(file.handle.createReadStream({ start: first, end: last, autoClose: false }), response);
}

/** Answers a request that failed: an expected error tells its message to the log of whoever serves, never to the client. */
export function respondFailed(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const status = error instanceof ReleaseError && error.exitStatus === 2 ? 404 : 500;
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(status === 404 ? 'There is no such file.\n' : 'The repository cannot be read.\n');
}

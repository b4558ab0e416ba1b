import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ReleaseError } from '@bigpanda/release-model';
import type { Access } from './access-log.ts';
import { respond, respondFailed, type ServedRepository } from './repository-responder.ts';
import { RequestCounts } from './request-counts.ts';

export interface ServeOptions extends ServedRepository {
  /** Address to listen at; `127.0.0.1` when absent. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Told of every request when it was answered or given up. */
  readonly onAccess?: (access: Access) => void;
}

/** A repository that is being served. */
export interface RepositoryServer extends AsyncDisposable {
  /** Without a slash at the end. */
  readonly url: string;
  /** Takes no more requests, lets those that are running end for at most five seconds, and frees the port. */
  close(): Promise<void>;
}

const graceMilliseconds = 5_000;

/**
 * Serves the folder of a repository over HTTP, read only, until it is closed.
 * @throws ReleaseError `PORT_IN_USE`, `LISTEN_FAILED`
 */
export async function serveRepository({ host = '127.0.0.1', port, onAccess, ...served }: ServeOptions): Promise<RepositoryServer> {
  const counts = new RequestCounts();
  // Importing it takes as long as publishing, and whoever publishes imports this module as well.
  const { createServer } = await import('node:http');
  const server = createServer((request, response) => {
    response.once('close', () => {
      const access = describeAccess(request, response);
      counts.add(access);
      onAccess?.(access);
    });
    respond({ ...served, counts }, request, response).catch((error: unknown) => respondFailed(response, error));
  });
  await listen(server, host, port);
  const { port: taken } = server.address() as AddressInfo;
  const close = () => closeServer(server);
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`, close, [Symbol.asyncDispose]: close };
}

function describeAccess(request: IncomingMessage, response: ServerResponse): Access {
  const { method = '', url: path = '', httpVersion, headers, socket } = request;
  const hasBody = method !== 'HEAD' && response.writableFinished && response.statusCode !== 304;
  return {
    address: socket.remoteAddress ?? '-', at: new Date(), method, path, httpVersion, status: response.statusCode,
    sentBytes: hasBody ? Number(response.getHeader('content-length') ?? 0) : 0, referer: headers.referer, userAgent: headers['user-agent'],
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (cause) => reject(describeFailure(cause, host, port)));
  server.listen({ host, port }, resolve);
  return promise;
}

function describeFailure(cause: Error, host: string, port: number): ReleaseError {
  if ('code' in cause && cause.code === 'EADDRINUSE') {
    return new ReleaseError('PORT_IN_USE', `serve the repository: port ${port} of "${host}" is in use`, { cause, hint: 'Name another port, or 0 for a free one.' });
  }
  return new ReleaseError('LISTEN_FAILED', `serve the repository: port ${port} of "${host}": ${cause.message}`, { cause, hint: 'Name another port or host.' });
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMilliseconds);
  await promise;
  clearTimeout(timer);
}

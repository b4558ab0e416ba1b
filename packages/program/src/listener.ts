import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer, Server as SecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { PandaError } from '@bigpanda/model';
import { formatListenAddress, type ListenAddress } from './listen-address.ts';
import type { Answer } from './program.ts';
import type { TlsOptions } from './tls-settings.ts';

/** How long requests at hand may still take when the program is told to stop. */
const graceMilliseconds = 10_000;

/** How often connections that have become idle are ended meanwhile. */
const sweepMilliseconds = 100;

/**
 * Limits against clients that hold connections by sending slowly: the whole header within 20 seconds, a request with its
 * body within 10 minutes (the largest sandbox at 1.3 MB a second), a TLS handshake within 20 seconds.
 */
const timeouts = { headersTimeout: 20_000, requestTimeout: 600_000, connectionsCheckingInterval: 5_000, keepAliveTimeout: 20_000 };
const handshakeTimeout = 20_000;

/** How long nothing may move on a connection whose client does not read its answer; twice that at most until it is noticed. */
const stillMilliseconds = 60_000;

/** A server that accepts requests. */
export interface Listener {
  /** `http://address:port`, or `https://` */
  readonly address: string;
  /** Uses other certificates for connections that are made from now on; only of a listener inside TLS. */
  renew(tls: TlsOptions): void;
  /** Accepts no more requests and waits for those at hand, at most 10 seconds; an abort breaks them off. */
  close(hurry?: AbortSignal): Promise<void>;
}

/**
 * Accepts HTTP requests at an address, inside TLS where it is told with which certificate.
 * @throws PandaError `LISTEN_FAILED`
 */
export async function listen(fetch: Answer, wanted: ListenAddress, tls?: TlsOptions): Promise<Listener> {
  const server = createAdaptorServer(
    tls === undefined ? { fetch, createServer, serverOptions: timeouts } : { fetch, createServer: createSecureServer, serverOptions: { ...timeouts, ...tls, handshakeTimeout } },
  ) as Server;
  endStillConnections(server);
  server.listen(wanted.port, wanted.host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new PandaError('LISTEN_FAILED', `listen on ${formatListenAddress(wanted)}: ${describeFailure(cause)}`, { hint: 'Stop the other program, or choose another address with "listen" in the configuration.', cause });
  }
  const { address, port } = server.address() as AddressInfo;
  return { address: `${tls === undefined ? 'http' : 'https'}://${formatListenAddress({ host: address, port })}`, renew: (options) => { if (server instanceof SecureServer) server.setSecureContext(options); }, close: (hurry) => close(server, hurry) };
}

/** Ends connections that are idle, or whose client does not take what is sent; those whose answer is still being made stay. */
function endStillConnections(server: Server): void {
  const answering = new Set<Socket>();
  server.on('request', ({ socket }, response) => {
    answering.add(socket);
    response.once('close', () => answering.delete(socket));
  });
  server.setTimeout(stillMilliseconds, (socket) => { if (socket.writableLength > 0 || !answering.has(socket)) socket.destroy(); });
}

async function close(server: Server, hurry?: AbortSignal): Promise<void> {
  const closed = once(server, 'close');
  const breakOff = (): void => { server.closeAllConnections(); };
  server.close();
  server.closeIdleConnections();
  const sweep = setInterval(() => { server.closeIdleConnections(); }, sweepMilliseconds);
  const timer = setTimeout(breakOff, graceMilliseconds);
  hurry?.addEventListener('abort', breakOff);
  if (hurry?.aborted === true) breakOff();
  await closed;
  clearInterval(sweep);
  clearTimeout(timer);
}

function describeFailure(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') return 'another program is listening there';
  if (code === 'EACCES') return 'not permitted';
  return cause instanceof Error ? cause.message : String(cause);
}

import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { PandaError, type ListenAddress } from '@bigpanda/model';

/** How long requests at hand may still take when the program is told to stop. */
const graceMilliseconds = 10_000;

/** A server that accepts requests. */
export interface Listener {
  /** `http://address:port` */
  readonly address: string;
  /** Accepts no more requests and waits for those at hand, at most 10 seconds. */
  close(): Promise<void>;
}

/**
 * Accepts HTTP requests at an address.
 * @throws PandaError `LISTEN_FAILED`
 */
export async function listen(fetch: (request: Request) => Response | Promise<Response>, { host, port }: ListenAddress): Promise<Listener> {
  const server = createAdaptorServer({ fetch }) as Server;
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new PandaError('LISTEN_FAILED', `listen on ${host}:${port}: ${describeFailure(cause)}`, { hint: 'Stop the other program, or choose another address with "listen" in the configuration.', cause });
  }
  return { address: formatAddress(server.address() as AddressInfo), close: () => close(server) };
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => { server.closeAllConnections(); }, graceMilliseconds);
  await closed;
  clearTimeout(timer);
}

function formatAddress({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function describeFailure(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') return 'another program is listening there';
  if (code === 'EACCES') return 'not permitted';
  return cause instanceof Error ? cause.message : String(cause);
}

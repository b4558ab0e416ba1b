import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { PandaError } from '@bigpanda/model';
import { formatListenAddress, type ListenAddress } from './listen-address.ts';

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
export async function listen(fetch: (request: Request) => Response | Promise<Response>, wanted: ListenAddress): Promise<Listener> {
  const server = createAdaptorServer({ fetch }) as Server;
  server.listen(wanted.port, wanted.host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new PandaError('LISTEN_FAILED', `listen on ${formatListenAddress(wanted)}: ${describeFailure(cause)}`, { hint: 'Stop the other program, or choose another address with "listen" in the configuration.', cause });
  }
  const { address, port } = server.address() as AddressInfo;
  return { address: `http://${formatListenAddress({ host: address, port })}`, close: () => close(server) };
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => { server.closeAllConnections(); }, graceMilliseconds);
  await closed;
  clearTimeout(timer);
}

function describeFailure(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') return 'another program is listening there';
  if (code === 'EACCES') return 'not permitted';
  return cause instanceof Error ? cause.message : String(cause);
}
